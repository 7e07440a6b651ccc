/** Asks over HTTP to the server extension: no kernel is needed. */

import { ServerConnection } from "@jupyterlab/services";

import type { Ask, Outgoing, Reply } from "../../port";
import { Listeners } from "../listeners";

const LOST = "The Jupyter server does not answer. Drawing and sliders go on; try this again later.";

/** One page's line to the server: sends asks, tells replies. */
export class ServerAsks {
  private readonly replies = new Listeners();
  private readonly client = crypto.randomUUID?.() ?? String(Math.random());
  private readonly open = new Map<number, AbortController>();

  /** `doubt` hears when an ask was not answered, perhaps because the server is gone. */
  constructor(
    private readonly server: ServerConnection.ISettings,
    private readonly doubt: () => void,
  ) {}

  onMessage(listener: Parameters<Listeners["add"]>[0]): () => void {
    return this.replies.add(listener);
  }

  send(message: Outgoing): void {
    if ("cancel" in message) {
      void this.cancel(message.cancel);
    } else {
      void this.ask(message);
    }
  }

  close(): void {
    for (const controller of this.open.values()) {
      controller.abort();
    }
    this.open.clear();
  }

  private post(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
    const url = `${this.server.baseUrl}qdesign/api/${path}`;
    const init: RequestInit = { method: "POST", body: JSON.stringify(body) };
    return ServerConnection.makeRequest(url, signal ? { ...init, signal } : init, this.server);
  }

  private async ask(message: Ask): Promise<void> {
    const controller = new AbortController();
    this.open.set(message.id, controller);
    let final = false;
    try {
      const response = await this.post("ask", { client: this.client, ask: message }, controller.signal);
      if (!response.ok || response.body === null) {
        this.replies.fail(message.id, "Refused", await refusal(response));
        return;
      }
      for await (const line of lines(response.body)) {
        const { reply, buffers } = decode(line);
        final ||= reply.reply !== "progress";
        this.replies.tell(reply, buffers);
      }
      if (!final) {
        this.lost(message.id);
      }
    } catch {
      if (controller.signal.aborted) {
        this.replies.tell({ id: message.id, reply: "cancelled" });
      } else {
        this.lost(message.id);
      }
    } finally {
      this.open.delete(message.id);
    }
  }

  private lost(id: number): void {
    this.replies.fail(id, "Disconnected", LOST);
    this.doubt();
  }

  private async cancel(id: number): Promise<void> {
    const controller = this.open.get(id);
    if (controller === undefined) {
      return;
    }
    try {
      await this.post("cancel", { client: this.client, cancel: id });
    } catch {
      controller.abort();
    }
  }
}

async function refusal(response: Response): Promise<string> {
  try {
    const data: unknown = await response.json();
    if (typeof data === "object" && data !== null && "message" in data) {
      return String(data.message);
    }
  } catch {
    // Not JSON: a proxy answered in the server's place.
  }
  return response.status === 404
    ? "The Jupyter server has no qdesign extension. Install qdesign where the server runs."
    : `The Jupyter server refused (${response.status}). Reload the page and try again.`;
}

async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    rest += value === undefined ? "" : decoder.decode(value, { stream: true });
    const parts = rest.split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts.filter((text) => text !== "")) {
      yield part;
    }
    if (done) {
      return;
    }
  }
}

function decode(line: string): { readonly reply: Reply; readonly buffers: ArrayBuffer[] } {
  const data = JSON.parse(line) as Reply & { readonly buffers?: readonly string[] };
  const buffers = (data.buffers ?? []).map(
    (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer as ArrayBuffer,
  );
  return { reply: data, buffers };
}
