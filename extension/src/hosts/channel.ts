/**
 * The line to Python: asks out, replies in.
 *
 * Panel's adapter differs from anywidget's: it has no `send`, its messages go through the view, and its events bring no
 * arguments. The channel hides that.
 */

import type { Outgoing, Reply } from "../port";
import { type BokehDocument, isAway } from "./bokeh";
import type { Listeners } from "./listeners";

export interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, listener: (...facts: unknown[]) => void): void;
  off(event: string, listener: (...facts: unknown[]) => void): void;
  /** Only anywidget's own models have it. */
  send?(content: unknown): void;
  /** Only in notebooks; JupyterLab's knows its kernel, null where there is none. */
  readonly widget_manager?: { readonly kernel?: Kernel | null };
}

interface Kernel {
  readonly status?: string;
  readonly connectionStatus?: string;
}

export interface RenderContext {
  readonly model: Model;
  readonly el: HTMLElement;
  /** Only in Panel. */
  readonly view?: PanelView;
}

export interface PanelView {
  readonly model_proxy?: { send_msg(message: unknown): void };
  readonly model?: { readonly document?: BokehDocument | null };
}

const LOST =
  "Python does not answer: its kernel or its server is gone. Nothing was changed. Drawing and sliders go on.";
const NO_SERVER =
  "The server does not answer: nothing was changed. Drawing and sliders go on without it. " +
  "If it was started anew, open the address that it prints: what you draw here is offered there.";

/** Python's answer to a put: `document` comes where Python had set another one meanwhile. */
export interface Held {
  readonly held: number;
  readonly by: string;
  /** How often what Python holds has changed, this put included; only where threads can overtake. */
  readonly revision?: number;
  readonly document?: string;
  readonly changes?: number;
}

/** Python's answer to a text that is to be in the person's file, or to the question what is there. */
export interface Wrote {
  readonly wrote: number;
  /** What the file is now: the version that was written, or the one that somebody else wrote. */
  readonly version: string;
  readonly name: string;
  /** Why it was not written; empty where it was. */
  readonly refused: string;
  readonly changed: boolean;
  /** What is in the file, where that was asked. */
  readonly text?: string;
}

export interface Channel {
  send(message: Outgoing): void;
  put(message: object): void;
  onHeld(listener: (answer: Held) => void): void;
  onWrote(listener: (answer: Wrote) => void): void;
  /** Hears when nobody is there, and when somebody may be there again. */
  onAway(listener: (away: boolean) => void): void;
  stop(): void;
}

const WONDER_EVERY = 5_000;
const CUT = "The connection was lost while this was worked on. Ask again.";

type Line = (message: object) => void;
type Parts = readonly (ArrayBuffer | DataView)[];

export function channelOf(context: RenderContext, replies: Listeners): Channel {
  const { model, view } = context;
  let held: (answer: Held) => void = () => undefined;
  let wrote: (answer: Wrote) => void = () => undefined;
  let told: (away: boolean) => void = () => undefined;
  const line = lineOf(model, view);
  const asks = new Asks(line, replies, view === undefined ? LOST : NO_SERVER);
  const leave = (away: boolean): void => {
    if (away === asks.away) return;
    asks.leave(away);
    told(away);
  };
  const receive = (content: unknown, buffers: Parts): void => {
    leave(false);
    if (typeof content !== "object" || content === null) {
      return;
    }
    if ("held" in content) {
      held(content as Held);
    } else if ("wrote" in content) {
      wrote(content as Wrote);
    } else if ("gone" in content) {
      asks.forget(content.gone as readonly number[]);
    } else {
      asks.answered(content as Reply, buffers.map(bytesOf));
    }
  };
  const listen = (...facts: unknown[]): void => {
    const [first, second] = facts;
    if (Array.isArray(second)) {
      receive(first, second as Parts);
      return;
    }
    const data = typeof first === "object" && first !== null && "data" in first ? first.data : first;
    const { buffers = [], ...content } = data as { readonly buffers?: readonly ArrayBuffer[] };
    receive(content, buffers);
  };
  model.on("msg:custom", listen);
  let wasAway = false;
  const wonder = setInterval(() => {
    const away = nobodyThere(context);
    // A line that was cut is mostly back by the next time.
    if (!away || wasAway) leave(away);
    wasAway = away;
    asks.wonder();
  }, WONDER_EVERY);
  return {
    send: (message) => ("cancel" in message ? asks.cancel(message.cancel) : asks.send(message)),
    put: line,
    onHeld(listener) {
      held = listener;
    },
    onWrote(listener) {
      wrote = listener;
    },
    onAway(listener) {
      told = listener;
    },
    stop() {
      clearInterval(wonder);
      model.off("msg:custom", listen);
    },
  };
}

/** Is it known that nobody can answer? A kernel that works on a cell is there, however long it takes. */
function nobodyThere({ model, view }: RenderContext): boolean {
  if (view !== undefined) return view.model?.document ? isAway(view.model.document) : false;
  const kernel = model.widget_manager?.kernel;
  if (kernel === null) return true;
  const { status = "", connectionStatus = "connected" } = kernel ?? {};
  return status === "dead" || connectionStatus !== "connected";
}

/** Puts a message on the line; throws where there is none any more. */
function lineOf(model: Model, view: PanelView | undefined): Line {
  const proxy = view?.model_proxy;
  return (message) => {
    if (proxy !== undefined) {
      proxy.send_msg(message);
    } else if (model.send !== undefined) {
      model.send(message);
    } else {
      throw new Error("no channel");
    }
  };
}

/** What was asked and not yet answered. Two views of one widget share a line, so ids travel as random ones. */
class Asks {
  private readonly own = new Map<number, number>();
  private readonly base = Math.floor(Math.random() * 2 ** 32) * 2 ** 20;
  /** What was given up while nobody was there, and may be worked on yet. */
  private dropped: number[] = [];
  away = false;

  constructor(
    private readonly line: Line,
    private readonly replies: Listeners,
    private readonly lost: string,
  ) {}

  send(message: Exclude<Outgoing, { readonly cancel: number }>): void {
    const sent = this.base + message.id;
    this.own.set(sent, message.id);
    try {
      if (this.away) throw new Error("nobody is there");
      this.line({ ...message, id: sent });
    } catch {
      this.own.delete(sent);
      queueMicrotask(() => this.replies.fail(message.id, "Disconnected", this.lost));
    }
  }

  /** Nobody is there, and what is open ends; or somebody may be there again. */
  leave(away: boolean): void {
    this.away = away;
    if (away) {
      this.dropped = [...this.own.keys()];
      this.forget(this.dropped, this.lost);
    } else {
      for (const sent of this.dropped.splice(0)) this.giveUp(sent);
    }
  }

  cancel(id: number): void {
    const sent = this.base + id;
    if (this.own.delete(sent)) {
      // Told at once: a kernel that is busy or dead would not answer.
      queueMicrotask(() => this.replies.tell({ id, reply: "cancelled" }));
    }
    this.giveUp(sent);
  }

  private giveUp(sent: number): void {
    try {
      this.line({ cancel: sent });
    } catch {
      // Nobody is left to cancel it.
    }
  }

  answered(message: Reply, parts: readonly ArrayBuffer[]): void {
    const id = this.own.get(message.id);
    if (id === undefined) {
      return;
    }
    if (message.reply !== "progress") {
      this.own.delete(message.id);
    }
    this.replies.tell({ ...message, id }, parts);
  }

  /** Python does not work on these any more, and their last replies did not come. */
  forget(gone: readonly number[], why = CUT): void {
    for (const sent of gone) {
      const id = this.own.get(sent);
      if (this.own.delete(sent) && id !== undefined) {
        this.replies.fail(id, "Disconnected", why);
      }
    }
  }

  /** Messages keep their order, so a last reply that was not lost is here before the answer to this. */
  wonder(): void {
    if (this.own.size > 0) {
      try {
        this.line({ wonders: [...this.own.keys()] });
      } catch {
        this.forget([...this.own.keys()]);
      }
    }
  }
}

function bytesOf(part: ArrayBuffer | DataView): ArrayBuffer {
  if (part instanceof ArrayBuffer) {
    return part;
  }
  const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
  return bytes.slice().buffer as ArrayBuffer;
}
