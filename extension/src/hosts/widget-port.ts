/**
 * The port over an anywidget model, in notebooks and in Panel.
 *
 * Panel's adapter differs: it has no `send`, its messages go through the view and carry their buffers
 * inside, and its events bring no arguments. The channel hides that; the rest is shared.
 */

import type { Fields, Outgoing, Port, Reply, SavedState } from "../port";
import { DEFAULT_SETTINGS } from "../port";
import { EMPTY_DOCUMENT } from "./empty";
import { LocalFields } from "./fields";
import { Keeper } from "./keeper";
import { Listeners } from "./listeners";

export interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, listener: (...facts: unknown[]) => void): void;
  off(event: string, listener: (...facts: unknown[]) => void): void;
  /** Only anywidget's own models have it. */
  send?(content: unknown): void;
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

const LOST = "Python does not answer: the kernel is gone. Drawing and sliders go on without it.";

/** Names of the synced traits. They avoid the names that Panel keeps for itself. */
const TRAITS = {
  document: "document_text",
  values: "parameter_values",
  settings: "studio_settings",
  name: "document_name",
  saved: "saved_state",
} as const;

export interface OwnPort {
  readonly port: Port;
  /** Puts another document on the page from the host's side. */
  readonly show: (document: string, name: string) => void;
  /** Says whether the latest document is kept where the person can find it. */
  readonly keep: (saved: SavedState) => void;
  readonly stop: () => void;
}

export function portOf(context: RenderContext): OwnPort {
  const { model } = context;
  const replies = new Listeners();
  const channel = channelOf(context, replies);
  const traits = Object.keys(TRAITS) as (keyof Fields)[];
  const read = <K extends keyof Fields>(field: K): Fields[K] =>
    checked(field, model.get(TRAITS[field]) as Fields[K] | undefined);
  // Kept in the page too: after the kernel died it alone knows what was drawn.
  const fields = new LocalFields({
    document: read("document"),
    values: read("values"),
    settings: read("settings"),
    name: read("name"),
    saved: read("saved"),
  });
  const inPanel = context.view?.model_proxy !== undefined;
  const seen = new Seen(model);
  const keeper = new Keeper(
    (message) => channel.put(message),
    () => seen.document,
  );

  /** The model's own copy, for further views of it. Python hears of it by the keeper alone. */
  const mirror = (field: keyof Fields): void => {
    if (!inPanel) {
      model.set(TRAITS[field], fields.get(field));
    }
  };
  const put = <K extends keyof Fields>(field: K, value: Fields[K]): void => {
    mirror(field);
    keeper.put(field, value);
  };
  const hear = (field: keyof Fields): void => {
    const value = read(field);
    if (seen.isPast()) {
      mirror(field);
      // Once all of it was heard.
      queueMicrotask(() => model.set("revision", seen.revision));
    } else if (same(value, fields.get(field))) {
      seen.isNew(field);
    } else if (!keeper.pending(field)) {
      seen.isNew(field);
      fields.tell(field, value);
    } else if (seen.isNew(field)) {
      keeper.forget(field);
      fields.tell(field, value);
    } else {
      // What Python had before the page went on: a connection that came back brought it.
      mirror(field);
      keeper.soon();
    }
  };
  const heard = traits.map((field) => [`change:${TRAITS[field]}`, () => hear(field)] as const);
  for (const [event, listener] of heard) {
    model.on(event, listener);
  }
  channel.onHeld((answer) => {
    seen.knows(answer.revision ?? 0);
    keeper.held(answer.by, answer.held);
    if (answer.document !== undefined && seen.reaches(answer.changes ?? 0)) {
      fields.tell("document", answer.document);
      mirror("document");
    }
  });

  const keep = (saved: SavedState): void => {
    fields.tell("saved", saved);
    put("saved", saved);
  };
  const port: Port = {
    get: (field) => fields.get(field),
    set(field, value) {
      fields.keep(field, value);
      put(field, value);
      if (inPanel && field === "document") {
        // A Panel session ends with its tab; only a download keeps what was drawn.
        keep("unsaved");
      }
    },
    onChange: (field, listener) => fields.onChange(field, listener),
    send: (message) => channel.send(message),
    onMessage: (listener) => replies.add(listener),
  };
  const show = (document: string, name: string): void => {
    fields.tell("name", name);
    fields.tell("document", document);
    put("name", name);
    put("document", document);
  };
  if (inPanel) {
    holdOn(context.view?.model?.document);
    inPages.add(fields);
    if (handedOver !== null) {
      fields.tell("document", handedOver);
      keeper.put("document", handedOver);
      handedOver = null;
    }
  }
  const stop = (): void => {
    inPages.delete(fields);
    for (const [event, listener] of heard) {
      model.off(event, listener);
    }
    channel.stop();
    keeper.stop();
  };
  return { port, show, keep, stop };
}

/** The fields of Panel's studios on this page. */
const inPages = new Set<LocalFields>();
/** What was drawn, from a studio that a new session of Panel's replaces to the one in its place. */
let handedOver: string | null = null;

/** The last changes by Python that were seen here. */
class Seen {
  document: number;
  private values: number;
  revision = 0;

  constructor(private readonly model: Model) {
    this.document = this.count("document_changes");
    this.values = this.count("values_changes");
  }

  /** Python has come to a revision; what it says of earlier ones is past. */
  knows(revision: number): void {
    this.revision = Math.max(this.revision, revision);
  }

  /** Is what the model has now from before what is known: told late, by another thread of Python? */
  isPast(): boolean {
    const revision = this.count("revision");
    this.knows(revision);
    return revision < this.revision;
  }

  /** Is what the model has now a change by Python that was not seen yet? */
  isNew(field: keyof Fields): boolean {
    if (field === "document") {
      return this.reaches(this.count("document_changes"));
    }
    const count = this.count("values_changes");
    const isNew = field === "values" && count > this.values;
    this.values = Math.max(this.values, field === "values" ? count : 0);
    return isNew;
  }

  reaches(count: number): boolean {
    const isNew = count > this.document;
    this.document = Math.max(this.document, count);
    return isNew;
  }

  private count(name: string): number {
    const count = this.model.get(name);
    return typeof count === "number" ? count : 0;
  }
}

/** The parts of Bokeh's document that are used here. */
interface BokehDocument {
  readonly config?: { reconnect_session?: boolean };
  roots(): readonly { readonly id: string }[];
  replace_with_json(json: { readonly roots?: readonly { readonly id: string }[] }): void;
  on_event?(event: string, listener: (document: unknown, event: ConnectionLost) => void): void;
}

interface ConnectionLost {
  readonly connection?: { deref(): { _receiver?: object } | undefined };
  /** When Bokeh tries again, in ms; null when it has given up. */
  readonly timeout?: number | null;
  reconnect?(): void;
}

const TRY_AGAIN = 15_000;

/**
 * Lets Bokeh connect again after a drop without putting its copy of the page in place of what was
 * drawn. Where the server has lost the session, its new page comes, and takes over what was drawn.
 */
function holdOn(document: BokehDocument | null | undefined): void {
  if (!document || document.config === undefined) {
    return;
  }
  document.config.reconnect_session = true;
  document.on_event?.("connection_lost", (_, lost) => {
    const connection = lost.connection?.deref();
    if (connection?._receiver !== undefined) {
      // The half of a message that the old line brought would spoil the first one of the new.
      connection._receiver = new (connection._receiver.constructor as new () => object)();
    }
    if (lost.timeout === null) {
      // After a minute or so Bokeh gives up; a closed laptop comes back later.
      setTimeout(() => lost.reconnect?.(), TRY_AGAIN);
    }
  });
  const replace = document.replace_with_json.bind(document);
  document.replace_with_json = (json) => {
    const own = document
      .roots()
      .map((root) => root.id)
      .join();
    if ((json.roots ?? []).map((root) => root.id).join() !== own) {
      const [only, ...others] = inPages;
      handedOver = only !== undefined && others.length === 0 ? only.get("document") : null;
      replace(json);
    }
  };
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** A field's value, or its default where Python has none yet. */
function checked<K extends keyof Fields>(field: K, value: Fields[K] | undefined): Fields[K] {
  const defaults: Fields = {
    document: EMPTY_DOCUMENT,
    values: {},
    settings: DEFAULT_SETTINGS,
    name: "ansatz",
    saved: "saved",
  };
  if (field === "settings") {
    return { ...DEFAULT_SETTINGS, ...(value as object | undefined) } as Fields[K];
  }
  return value === undefined || value === null || value === "" ? defaults[field] : value;
}

/** Python's answer to a put: `document` comes where Python had set another one meanwhile. */
interface Held {
  readonly held: number;
  readonly by: string;
  /** How often what Python holds has changed, this put included; only where threads can overtake. */
  readonly revision?: number;
  readonly document?: string;
  readonly changes?: number;
}

interface Channel {
  send(message: Outgoing): void;
  put(message: object): void;
  onHeld(listener: (answer: Held) => void): void;
  stop(): void;
}

const WONDER_EVERY = 5_000;
const CUT = "The connection was lost while this was worked on. Ask again.";

/** Asks out, replies in. Two views of one widget share a line, so ids travel as random ones. */
function channelOf({ model, view }: RenderContext, replies: Listeners): Channel {
  const own = new Map<number, number>();
  const base = Math.floor(Math.random() * 2 ** 32) * 2 ** 20;
  const proxy = view?.model_proxy;
  let held: (answer: Held) => void = () => undefined;

  const receive = (content: unknown, buffers: readonly (ArrayBuffer | DataView)[]): void => {
    if (typeof content !== "object" || content === null) {
      return;
    }
    if ("held" in content) {
      held(content as Held);
      return;
    }
    if ("gone" in content) {
      forget(content.gone as readonly number[]);
      return;
    }
    const message = content as Reply;
    const parts = buffers.map(bytesOf);
    const id = own.get(message.id);
    if (id === undefined) {
      return;
    }
    if (message.reply !== "progress") {
      own.delete(message.id);
    }
    replies.tell({ ...message, id }, parts);
  };

  /** Python does not work on these any more, and their last replies did not come. */
  const forget = (gone: readonly number[]): void => {
    for (const sent of gone) {
      const id = own.get(sent);
      if (own.delete(sent) && id !== undefined) {
        replies.fail(id, "Disconnected", CUT);
      }
    }
  };

  const listen = (...facts: unknown[]): void => {
    const [first, second] = facts;
    if (Array.isArray(second)) {
      receive(first, second as readonly DataView[]);
      return;
    }
    const data = typeof first === "object" && first !== null && "data" in first ? first.data : first;
    const { buffers = [], ...content } = data as { readonly buffers?: readonly ArrayBuffer[] };
    receive(content, buffers);
  };
  model.on("msg:custom", listen);

  const put = (message: object): void => {
    if (proxy !== undefined) {
      proxy.send_msg(message);
    } else if (model.send !== undefined) {
      model.send(message);
    } else {
      throw new Error("no channel");
    }
  };

  // Messages keep their order, so a last reply that was not lost is here before the answer to this.
  const wonder = setInterval(() => {
    if (own.size > 0) {
      try {
        put({ wonders: [...own.keys()] });
      } catch {
        forget([...own.keys()]);
      }
    }
  }, WONDER_EVERY);

  return {
    send(message) {
      if ("cancel" in message) {
        const id = message.cancel;
        const sent = base + id;
        if (own.delete(sent)) {
          // Told at once: a kernel that is busy or dead would not answer.
          queueMicrotask(() => replies.tell({ id, reply: "cancelled" }));
        }
        try {
          put({ cancel: sent });
        } catch {
          // Nobody is left to cancel it.
        }
        return;
      }
      own.set(base + message.id, message.id);
      try {
        put({ ...message, id: base + message.id });
      } catch {
        own.delete(base + message.id);
        queueMicrotask(() => replies.fail(message.id, "Disconnected", LOST));
      }
    },
    put,
    onHeld(listener) {
      held = listener;
    },
    stop() {
      clearInterval(wonder);
      model.off("msg:custom", listen);
    },
  };
}

function bytesOf(part: ArrayBuffer | DataView): ArrayBuffer {
  if (part instanceof ArrayBuffer) {
    return part;
  }
  const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
  return bytes.slice().buffer as ArrayBuffer;
}
