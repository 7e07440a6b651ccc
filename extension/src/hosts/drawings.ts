/** Drawings and choices that a browser keeps for the page with no server; where it keeps nothing, that is said. */

import { attempt } from "../document/errors";
import { loads } from "../document/read";
import { dumps } from "../document/write";
import { progressIn } from "../lessons/progress";
import { DEFAULT_SETTINGS, type Fields } from "../port";
import type { Drawing } from "../view/start/model";
import type { Linked } from "../view/widgets/link";

/** Drawings that are kept: the newest. */
const MOST = 8;
const DRAWING = "qdesign.drawing.";
const TAB = "qdesign.tab";
const SETTINGS = "qdesign.settings";

/** A drawing of this tab; it goes on there when the page is loaded again. */
export interface Tab extends Linked {
  readonly id: string;
}

export const newId = (): string => Math.random().toString(36).slice(2, 12);

/** The newest first. */
export function keptDrawings(): readonly Drawing[] {
  const found = keys().map((key) => read(() => localStorage, key));
  return found
    .filter(isDrawing)
    .map((drawing) => withLesson(drawing))
    .sort((a, b) => b.time - a.time);
}

/** The same, which says for which lesson it is. */
function withLesson(drawing: Drawing): Drawing {
  const read = attempt(() => loads(drawing.document));
  const lesson = "value" in read ? progressIn(read.value.lesson)?.name : undefined;
  return lesson === undefined ? drawing : { ...drawing, lesson };
}

/** Keeps a drawing in the place of its older self; false where the browser has no room for it. */
export function keepDrawing(drawing: Drawing): boolean {
  const isNew = !keys().includes(DRAWING + drawing.id);
  if (isNew) for (const { id } of keptDrawings().slice(MOST - 1)) forgetDrawing(id);
  return write(() => localStorage, DRAWING + drawing.id, drawing);
}

/** Does the browser keep another text of a drawing than this tab read or wrote last? Then another tab wrote it. */
export function isChangedElsewhere({ id, document: known }: Pick<Tab, "id" | "document">): boolean {
  const drawing = read(() => localStorage, DRAWING + id);
  return isDrawing(drawing) && drawing.document !== known && asWritten(drawing.document) !== asWritten(known);
}

/** The same under an id and a name of its own, such as "Bell pair 2". */
export function forked(tab: Tab): Tab {
  const taken = new Set(keptDrawings().map(({ name }) => name));
  const older = tab.name.replace(/ \d{1,4}$/, "");
  const base = taken.has(older) ? older : tab.name;
  let next = 2;
  while (taken.has(`${base} ${next}`)) next += 1;
  return { ...tab, id: newId(), name: `${base} ${next}` };
}

/** As the studio writes it. */
function asWritten(text: string): string {
  const written = attempt(() => dumps(loads(text)));
  return "value" in written ? written.value : text;
}

export function forgetDrawing(id: string): void {
  try {
    localStorage.removeItem(DRAWING + id);
  } catch {
    // Nothing is kept there.
  }
}

/** Who one is in the class that this browser is in, as the studio keeps it; empty for nobody. */
export function keptMember(): string {
  const { state } = Object(read(() => localStorage, "qdesign.class")) as { readonly state?: unknown };
  const { name } = Object(state) as { readonly name?: unknown };
  return typeof name === "string" ? name : "";
}

function keys(): readonly string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(DRAWING));
  } catch {
    return [];
  }
}

export function tabDrawing(): Tab | null {
  const tab = read(() => sessionStorage, TAB);
  return isTab(tab) ? tab : null;
}

export const keepTab = (tab: Tab): boolean => write(() => sessionStorage, TAB, tab);

export function keptSettings(): Fields["settings"] {
  const kept = read(() => localStorage, SETTINGS);
  return typeof kept === "object" ? { ...DEFAULT_SETTINGS, ...kept } : DEFAULT_SETTINGS;
}

export const keepSettings = (settings: Fields["settings"]): boolean => write(() => localStorage, SETTINGS, settings);

const isTab = (value: unknown): value is Tab =>
  typeof value === "object" &&
  value !== null &&
  ["id", "name", "document"].every((key) => typeof (value as Record<string, unknown>)[key] === "string");

const isDrawing = (value: unknown): value is Drawing =>
  isTab(value) && typeof (value as Partial<Drawing>).time === "number";

// In a frame of another site, or where the person forbids it, even the name of the storage throws.
function read(storage: () => Storage, key: string): unknown {
  try {
    return JSON.parse(storage().getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(storage: () => Storage, key: string, value: unknown): boolean {
  try {
    storage().setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
