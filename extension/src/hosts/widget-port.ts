/** The port over an anywidget model, in notebooks and in Panel. */

import type { Fields, Port, SavedState, Succession } from "../port";
import { DEFAULT_SETTINGS } from "../port";
import { joinPage } from "./bokeh";
import { type Channel, channelOf, type Model, type RenderContext } from "./channel";
import { EMPTY_DOCUMENT } from "./empty";
import { LocalFields } from "./fields";
import { Keeper } from "./keeper";
import { Listeners } from "./listeners";

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
  /** Calls the document by another name. */
  readonly rename: (name: string) => void;
  /** Says whether the latest document is kept where the person can find it. */
  readonly keep: (saved: SavedState) => void;
  readonly channel: Channel;
  /** Only in Panel. */
  readonly succession: Succession | null;
  /** Hears when nobody is there, and when Python answers again. */
  readonly onAway: (listener: (away: boolean) => void) => void;
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
  const ends: (() => void)[] = [];
  // Where a download alone keeps what is drawn.
  const downloads = inPanel && !model.get("file_name");
  const presence = new Presence(fields, inPanel, downloads);
  const seen = new Seen(model);
  const keeper = new Keeper(
    (message) => channel.put(message),
    () => ({ seen: seen.document, values_seen: seen.values }),
    (late) => presence.late(late),
  );

  /** The model's own copy, for further views of it. Python hears of it by the keeper alone. */
  const mirror = (field: keyof Fields): void => {
    if (!inPanel) model.set(TRAITS[field], fields.get(field));
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
  const heard = traits.map((field): [string, () => void] => [`change:${TRAITS[field]}`, () => hear(field)]);
  if (inPanel) {
    // Bokeh's model has what Python said last, and tells nothing where Python says that again after the page went on.
    heard.push(["change:document_changes", () => hear("document")], ["change:values_changes", () => hear("values")]);
  } else {
    // ipywidgets: the kernel is another, or gone.
    heard.push(["comm_live_update", () => keeper.doubt()]);
  }
  for (const [event, listener] of heard) model.on(event, listener);
  channel.onAway((nobody) => {
    if (nobody) presence.leave();
    // Until Python answers, what is drawn is nowhere but here.
    keeper.doubt();
  });
  channel.onHeld((answer) => {
    seen.knows(answer.revision ?? 0);
    keeper.held(answer.by, answer.held);
    if (answer.document !== undefined && seen.reaches(answer.changes ?? 0)) {
      fields.tell("document", answer.document);
      mirror("document");
    }
  });

  const keep = (saved: SavedState): void => {
    fields.tell("saved", presence.isLost && saved === "unsaved" ? "lost" : saved);
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
  const rename = (name: string): void => {
    fields.tell("name", name);
    put("name", name);
  };
  const show = (document: string, name: string): void => {
    rename(name);
    fields.tell("document", document);
    put("document", document);
  };
  const joined = inPanel ? joinPage(fields, context.view?.model?.document) : null;
  if (joined !== null) {
    const { inherited, leave } = joined;
    ends.push(leave);
    if (inherited !== null) {
      fields.tell("document", inherited.document);
      keeper.put("document", inherited.document);
      // The new session has not kept what the old one had not.
      keep(inherited.saved === "lost" ? "unsaved" : inherited.saved);
    }
  }
  const stop = (): void => {
    for (const end of ends) end();
    for (const [event, listener] of heard) model.off(event, listener);
    channel.stop();
    keeper.stop();
  };
  const succession = joined?.succession ?? null;
  return { port, show, rename, keep, channel, succession, onAway: (listener) => presence.onAway(listener), stop };
}

/** Does Python answer? The badge says where it does not. */
class Presence {
  /** Is what is drawn nowhere but here? */
  isLost = false;
  private away = false;
  private listener: (away: boolean) => void = () => undefined;

  constructor(
    private readonly fields: LocalFields,
    private readonly inPanel: boolean,
    private readonly downloads: boolean,
  ) {}

  onAway(listener: (away: boolean) => void): void {
    this.listener = listener;
  }

  leave(): void {
    this.away = true;
    this.listener(true);
  }

  late(late: boolean): void {
    const { fields, downloads } = this;
    this.isLost = late && downloads;
    // In a notebook the kernel has what is drawn, or nobody has: one that started anew does not answer.
    if (!this.inPanel) fields.tell("saved", late ? "lost" : "saved");
    else if (downloads && fields.get("saved") !== "saved") fields.tell("saved", late ? "lost" : "unsaved");
    if (late || !this.away) return;
    this.away = false;
    this.listener(false);
  }
}

/** The last changes by Python that were seen here. */
class Seen {
  document: number;
  values: number;
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
