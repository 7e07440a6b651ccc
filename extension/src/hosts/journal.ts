/**
 * Keeps unsaved text in IndexedDB, so that a crash of tab, server or machine loses nothing.
 *
 * Writes ask for strict durability: they are on disk before they count as done. The newest text wins;
 * while one write is under way, later ones wait and only the last of them is written. What a page that
 * is left could not finish waits in localStorage.
 *
 * Each session of a document has an entry of its own, under a random key, so that two tabs lose nothing
 * to each other. An entry says where its document lives and on which version of it the drawing was built. A file's
 * place says which document it is: what a session that is gone left is offered whatever is there by now, with a word
 * where that is no longer what it was built on. Where the place does not say it, the version does. Entries that nobody
 * asked for are thrown away after a long while.
 */

import type { Journal, Left } from "../port";

const DATABASE = "qdesign";
const STORE = "journal";
const KEPT_DAYS = 90;
/** How many that nobody answered are offered, one after the other; older ones go. */
const OFFERED = 5;
/** The realm of studios in notebooks; a place is the notebook's, then a line each for cell, number and name. */
export const NOTEBOOKS = "notebook";
/** The attribute of a notebook's panel in JupyterLab that says where the notebook is. */
export const NOTEBOOK = "data-qdesign-notebook";
/** How long a tab waits for its old page to let go of its entry, in ms. */
const HANDOVER = 2_000;

interface Entry extends Left {
  /** Where the document lives. */
  readonly place: string;
  /** Versions of what is there that the drawing was built on; earlier releases had null for any. */
  readonly bases: readonly string[] | null;
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("no IndexedDB"));
    request.onblocked = () => reject(new Error("IndexedDB is blocked"));
  });
}

function change(database: IDBDatabase, run: (store: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, "readwrite", { durability: "strict" });
    run(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("not written"));
  });
}

function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && "text" in value && "place" in value;
}

/**
 * What a page that goes could not finish writing: IndexedDB drops the writes of a page that is gone,
 * localStorage takes a text at once. The next completed write of the same key removes it.
 */
const lastWords = {
  place: "qdesign:journal:",
  unfinished: new Map<string, Entry>(),
  leaving: false,

  begin(key: string, entry: Entry): void {
    this.unfinished.set(key, entry);
    if (this.leaving) this.say();
  },
  done(key: string, entry: Entry | undefined): void {
    if (entry !== undefined && this.unfinished.get(key) === entry) this.unfinished.delete(key);
    if (!this.unfinished.has(key)) attempt(() => localStorage.removeItem(this.place + key));
  },
  /** Says of all that is unfinished what it is; was there room for it? */
  say(): boolean {
    return [...this.unfinished].every(([key, entry]) =>
      attempt(() => localStorage.setItem(this.place + key, JSON.stringify(entry))),
    );
  },
  /** Adds what was said to entries that were found, where it is newer. */
  addTo(found: Map<string, Entry>, prefix: string): void {
    attempt(() => {
      for (const name of Object.keys(localStorage)) {
        const key = name.slice(this.place.length);
        if (!name.startsWith(this.place) || !key.startsWith(prefix)) continue;
        const said: unknown = JSON.parse(localStorage.getItem(name) ?? "null");
        if (isEntry(said) && said.time >= (found.get(key)?.time ?? 0)) found.set(key, said);
      }
    });
  },
};

// Before the studio's own listener, which writes the last edit.
addEventListener(
  "pagehide",
  () => {
    lastWords.leaving = true;
    lastWords.say();
  },
  { capture: true },
);
addEventListener("pageshow", () => {
  lastWords.leaving = false;
});

/** A private window may have no store, and a full one refuses. Drawing goes on; saving still works. */
function attempt(run: () => void): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

/** What is to be kept under some keys, and the keys that go. */
interface Change {
  readonly kept: ReadonlyMap<string, Entry>;
  readonly gone: readonly string[];
}

/** Changes in order, of waiting ones the newest alone. */
class Writer {
  private database: Promise<IDBDatabase> | null = null;
  private waiting: Change | null = null;
  private writing = false;

  ready(): Promise<IDBDatabase> {
    this.database ??= open().then((database) => {
      void forgetOld(database);
      return database;
    });
    return this.database;
  }

  keep(key: string, entry: Entry, gone: readonly string[] = []): void {
    lastWords.begin(key, entry);
    this.put({ kept: new Map([[key, entry]]), gone });
  }

  /** Keeps entries as they are told, in one write. */
  replace(kept: ReadonlyMap<string, Entry>): void {
    this.put({ kept, gone: [] });
  }

  drop(keys: readonly string[]): void {
    keys.forEach((key) => lastWords.unfinished.delete(key));
    this.put({ kept: new Map(), gone: keys });
  }

  /** What was kept under keys that start with a prefix. */
  async find(prefix: string): Promise<ReadonlyMap<string, Entry>> {
    const found = await this.ready()
      .then((database) => entries(database, prefix))
      .catch(() => new Map<string, Entry>());
    lastWords.addTo(found, prefix);
    return found;
  }

  private put({ kept, gone }: Change): void {
    const before = this.waiting;
    const all = new Map([...(before?.kept ?? []), ...kept]);
    for (const key of gone) all.delete(key);
    this.waiting = { kept: all, gone: [...(before?.gone ?? []).filter((key) => !kept.has(key)), ...gone] };
    void this.flush();
  }

  private async flush(): Promise<void> {
    if (this.writing) {
      return;
    }
    this.writing = true;
    try {
      while (this.waiting !== null) {
        const { kept, gone } = this.waiting;
        this.waiting = null;
        await change(await this.ready(), (store) => {
          kept.forEach((entry, key) => store.put(entry, key));
          gone.forEach((key) => store.delete(key));
        });
        [...kept.keys(), ...gone].forEach((key) => lastWords.done(key, kept.get(key)));
      }
    } catch {
      // A private window may have no store. Drawing goes on; saving still works.
    } finally {
      this.writing = false;
    }
  }
}

/** Every entry whose key starts with a prefix. */
function entries(database: IDBDatabase, prefix: string): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const found = new Map<string, Entry>();
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const request = database.transaction(STORE).objectStore(STORE).openCursor(range);
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor === null) {
        resolve(found);
        return;
      }
      if (typeof cursor.key === "string" && isEntry(cursor.value)) {
        found.set(cursor.key, cursor.value);
      }
      cursor.continue();
    };
    request.onerror = () => reject(request.error ?? new Error("not read"));
  });
}

async function forgetOld(database: IDBDatabase): Promise<void> {
  try {
    const since = Date.now() - KEPT_DAYS * 86_400_000;
    const old = [...(await entries(database, ""))].filter(([, entry]) => entry.time < since);
    if (old.length > 0) {
      await change(database, (store) => old.forEach(([key]) => store.delete(key)));
    }
  } catch {
    // They are tried again next time.
  }
}

/** What a journal has to know of its document. */
export interface Whereabouts {
  readonly place: string;
  /** Does the place alone say which document it is? */
  readonly named: boolean;
  /** Versions of what is kept there, as far as the page knows. */
  readonly bases: readonly string[];
  /** The document's text as it is kept. */
  readonly text: string;
  /** The program that the document is an edit of, where that was typed. */
  readonly program?: string | undefined;
  /** The file that the document was opened from, where that is another one than is kept there. */
  readonly other?: string | undefined;
}

export interface DocumentJournal extends Journal {
  /** What was drawn is in the file now. */
  saved(): void;
  /** A save was refused: whatever is in the file by now, what was drawn is not. */
  refused(): void;
  /** The document lives elsewhere now. */
  moved(): void;
  /** The person closed the document and chose to lose what was not saved. */
  discarded(): void;
  /** The session is over; what it left may be offered to the next one. */
  close(): void;
}

/**
 * The journal of one session of a document, in a realm whose places name documents. `restore` hears of what comes back
 * before its document does.
 */
export function documentJournal(
  realm: string,
  about: () => Whereabouts,
  restore: (left: Left) => void = () => undefined,
): DocumentJournal {
  const writer = new Writer();
  const own = `${realm}#${Math.random().toString(36).slice(2)}`;
  const release = hold(own);
  const settled = new Set<string>();
  let text: string | null = null;
  let typed: string | null = null;
  let offered: readonly [string, Entry] | null = null;
  /** What was taken from another session was built on these, until it is saved. */
  let taken: readonly string[] | null = null;
  /** Entries that go when the next text is kept. */
  let replaced: readonly string[] = [];
  let over = false;
  const keep = (): void => {
    if (over || (text === null && typed === null)) return;
    const { place, bases, program, other, text: now } = about();
    const entry = {
      ...{ text: text ?? now, time: Date.now(), place, bases: taken ?? bases },
      ...(typed === null ? {} : { typed }),
      ...(program === undefined || text === null ? {} : { program }),
      ...(other === undefined || text === null ? {} : { other }),
    };
    writer.keep(own, entry, replaced);
    replaced = [];
  };
  const drop = (): void => {
    writer.drop([own, ...replaced]);
    replaced = [];
  };
  const settle = (): readonly string[] => {
    const keys = offered === null ? [] : [offered[0]];
    keys.forEach((key) => settled.add(key));
    offered = null;
    return keys;
  };
  return {
    write(next) {
      text = next;
      keep();
    },
    typed(next) {
      typed = next;
      if (text === null && typed === null) drop();
      else keep();
    },
    holds: () => lastWords.say(),
    saved() {
      text = null;
      taken = null;
      if (typed === null) drop();
      else keep();
    },
    refused() {
      // Also where nothing was drawn since the last save: what that wrote is gone.
      text ??= about().text;
      keep();
    },
    moved: keep,
    take() {
      if (offered !== null) {
        const [, left] = offered;
        if (left.changed) taken = left.bases ?? [];
        restore(left);
      }
      replaced = [...replaced, ...settle()];
    },
    clear() {
      writer.drop(settle());
    },
    async recover() {
      const found = await writer.find(`${realm}#`);
      const { place, named, bases, text: now } = about();
      const here = [...found]
        .filter(([key, entry]) => key !== own && !settled.has(key) && entry.place === place)
        .filter(([, entry]) => named || entry.text === now || isOf(entry, bases, now))
        .map(
          ([key, entry]) => [key, { ...entry, changed: named && bases.length > 0 && !shares(entry, bases) }] as const,
        )
        .sort(([, a], [, b]) => b.time - a.time);
      const free = await Promise.all(here.map(([key]) => isFree(key)));
      const ofNobody = here.filter((_, k) => free[k]);
      // What this session has, and what a newer entry has, goes when the next text is kept, or saved.
      const said = new Set([contentOf({ text: now })]);
      const news = ofNobody.filter(([, entry]) => {
        const content = contentOf(entry);
        return !said.has(content) && said.add(content);
      });
      const kept = news.slice(0, OFFERED);
      replaced = [...replaced, ...ofNobody.filter((one) => !kept.includes(one)).map(([key]) => key)];
      offered = kept[0] ?? null;
      return offered && { ...offered[1], older: kept.length - 1 };
    },
    discarded() {
      over = true;
      drop();
    },
    close: release,
  };
}

/** Entries follow a file or a folder that was renamed. */
export async function moveEntries(realm: string, from: string, to: string): Promise<void> {
  const writer = new Writer();
  const moved = new Map<string, Entry>();
  for (const [key, entry] of await writer.find(`${realm}#`)) {
    if (isAt(entry, from)) moved.set(key, { ...entry, place: to + entry.place.slice(from.length) });
  }
  if (moved.size > 0) writer.replace(moved);
}

/** Does an entry's document live at a path, or inside it? */
function isAt({ place }: Entry, path: string): boolean {
  return place === path || place.startsWith(`${path}/`) || place.startsWith(`${path}\n`);
}

/** What a file that is gone left, or one whose path a new file took, is of no other document. */
export async function forgetEntries(realm: string, place: string): Promise<void> {
  const writer = new Writer();
  const gone = [...(await writer.find(`${realm}#`))].filter(([, entry]) => isAt(entry, place));
  if (gone.length > 0) writer.drop(gone.map(([key]) => key));
}

/** Was an entry drawn on one of these versions? */
function shares(entry: Entry, bases: readonly string[]): boolean {
  return bases.some((base) => entry.bases?.includes(base));
}

/** Was an entry drawn on one of these versions, or on an earlier one of the same drawing? */
function isOf(entry: Entry, bases: readonly string[], now: string): boolean {
  if (shares(entry, bases)) return true;
  const ids = new Set(randomIds(now));
  return randomIds(entry.text).some((id) => ids.has(id));
}

/** What an entry would bring back, whichever ids its parts were given. */
function contentOf({ text, typed, program }: Pick<Entry, "text" | "typed" | "program">): string {
  return JSON.stringify([text.replace(/"[a-z][a-km-np-z2-9]{10}"(?=: ?\{)/g, '""'), typed, program]);
}

/** Ids that a person's edits made (document/ids.ts); no two documents have one in common but copies. */
function randomIds(text: string): readonly string[] {
  return [...text.matchAll(/"([a-z][a-km-np-z2-9]{10})": ?\{/g)].map((found) => found[1] ?? "");
}

/** Holds a lock while the session lives, so that other tabs see that somebody is there. */
function hold(key: string): () => void {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks?.request(key, () => held).catch(() => undefined);
  return release;
}

/** Is the session of an entry gone? A page that is just being left has a moment to let go. */
async function isFree(key: string): Promise<boolean> {
  if (navigator.locks === undefined) return true;
  return navigator.locks.request(key, { signal: AbortSignal.timeout(HANDOVER) }, () => true).catch(() => false);
}
