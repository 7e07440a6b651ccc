/** Panel's page: Bokeh connects again after a drop, and what was drawn outlives its sessions. */

import type { Fields, Succession } from "../port";
import type { LocalFields } from "./fields";

/** The fields of Panel's studios on this page, and how each hands over the rest. */
const inPages = new Map<LocalFields, () => unknown>();
/** What was drawn, from a studio that a new session of Panel's replaces to the one in its place. */
let handedOver: Inherited | null = null;

/** What was drawn, whether it was kept, and what the studio itself hands over. */
type Inherited = Pick<Fields, "document" | "saved"> & { readonly studio: unknown };

/** The parts of Bokeh's document that are used here. */
export interface BokehDocument {
  readonly config?: { setv(values: { reconnect_session: boolean }, options: { sync: boolean }): void };
  roots(): readonly { readonly id: string }[];
  replace_with_json(json: { readonly roots?: readonly { readonly id: string }[] }): void;
  on_event?(event: string, listener: (document: unknown, event: ConnectionLost) => void): void;
}

interface ConnectionLost {
  /** How often it was tried in vain to connect again. */
  readonly attempts?: number;
  readonly connection?: { deref(): { _receiver?: object } | undefined };
  /** When Bokeh tries again, in ms; null when it has given up. */
  readonly timeout?: number | null;
  reconnect?(): void;
}

const TRY_AGAIN = 15_000;
/** A line that was cut is back at once; where it is not after so many tries, the server is gone. */
const TRIES = 2;
/** Documents whose server is gone. */
const away = new WeakSet<BokehDocument>();

export function isAway(document: BokehDocument): boolean {
  return away.has(document);
}

/**
 * Lets Bokeh connect again after a drop without putting its copy of the page in place of what was
 * drawn. Where the server has lost the session, its new page comes, and takes over what was drawn.
 */
export function holdOn(document: BokehDocument | null | undefined): void {
  if (!document || document.config === undefined) {
    return;
  }
  // For this page alone: the server does not find this model, and its log would fill with its complaints.
  document.config.setv({ reconnect_session: true }, { sync: false });
  document.on_event?.("client_reconnected", () => away.delete(document));
  document.on_event?.("connection_lost", (_, lost) => {
    if ((lost.attempts ?? 0) >= TRIES) away.add(document);
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
      handedOver = only !== undefined && others.length === 0 ? given(...only) : null;
      replace(json);
    }
  };
}

function given(fields: LocalFields, handOver: () => unknown): Inherited {
  // First, since it also hands over what was drawn last.
  const studio = handOver();
  return { document: fields.get("document"), saved: fields.get("saved"), studio };
}

/** Joins the studios of this page; returns what was drawn in one that this one replaces, and the way to leave. */
export function joinPage(
  fields: LocalFields,
  document: BokehDocument | null | undefined,
): { readonly inherited: Inherited | null; readonly succession: Succession; readonly leave: () => void } {
  holdOn(document);
  inPages.set(fields, () => null);
  const inherited = handedOver;
  handedOver = null;
  return {
    inherited,
    succession: {
      inherited: inherited?.studio ?? null,
      begin: (handOver) => void inPages.set(fields, handOver),
    },
    leave: () => inPages.delete(fields),
  };
}
