/**
 * Keeps unsaved text in IndexedDB, so that a crash of tab, server or machine loses nothing.
 *
 * Writes ask for strict durability: they are on disk before they count as done. The newest text wins;
 * while one write is under way, later ones wait and only the last of them is written. What a page that
 * is left could not finish waits in localStorage.
 *
 * Where a page has no file, each tab has an entry of its own; what a tab that is gone left is offered
 * to the next one. Entries that nobody asked for are thrown away after a long while.
 */

import type { Journal } from "../port";

const DATABASE = "qdesign";
const STORE = "journal";
const KEPT_DAYS = 90;
/** How long a tab waits for its old page to let go of its entry, in ms. */
const HANDOVER = 2_000;

interface Entry {
  readonly text: string;
  readonly time: number;
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
  return typeof value === "object" && value !== null && "text" in value && "time" in value;
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
  say(): void {
    this.unfinished.forEach((entry, key) =>
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
function attempt(run: () => void): void {
  try {
    run();
  } catch {
    // As said.
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

  keep(key: string, text: string, gone: readonly string[] = []): void {
    const entry: Entry = { text, time: Date.now() };
    lastWords.begin(key, entry);
    this.put({ kept: new Map([[key, entry]]), gone });
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

  private put(change: Change): void {
    this.waiting = change;
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

/** The journal of one document, named by where the document lives. */
export function journalFor(key: string): Journal {
  const writer = new Writer();
  return {
    write: (text) => writer.keep(key, text),
    clear: () => writer.drop([key]),
    recover: async () => (await writer.find(key)).get(key) ?? null,
  };
}

/** The journal of one tab, for documents that live in their tab alone. */
export function tabJournal(place: string): Journal {
  const writer = new Writer();
  const own = ownEntry(`${place}#`);
  /** What another tab left, and was offered here. */
  let offered: { readonly key: string; readonly text: string } | null = null;
  return {
    write(text) {
      const taken = offered?.text === text ? [offered.key] : [];
      void own.then((key) =>
        writer.keep(
          key,
          text,
          taken.filter((other) => other !== key),
        ),
      );
    },
    clear() {
      const thrown = offered === null ? [] : [offered.key];
      void own.then((key) => writer.drop([key, ...thrown]));
    },
    async recover() {
      const key = await own;
      const held = new Set((await navigator.locks?.query())?.held?.map(({ name }) => name));
      const left = [...(await writer.find(`${place}#`))]
        .filter(([other]) => other === key || !held.has(other))
        .sort(([, a], [, b]) => b.time - a.time)[0];
      offered = left === undefined ? null : { key: left[0], text: left[1].text };
      return left?.[1] ?? null;
    },
  };
}

/** The entry of this tab: the same after a reload, another one in a copy of the tab. */
async function ownEntry(place: string): Promise<string> {
  const remembered = `qdesign:${place}`;
  const fresh = (): string => place + Math.random().toString(36).slice(2);
  let key = sessionStorage.getItem(remembered) ?? fresh();
  if (!(await hold(key))) {
    key = fresh();
    await hold(key);
  }
  sessionStorage.setItem(remembered, key);
  return key;
}

/** Holds a lock while the page lives, so that other tabs see that somebody is there. */
function hold(key: string): Promise<boolean> {
  return new Promise((resolve) => {
    if (navigator.locks === undefined) {
      resolve(true);
      return;
    }
    navigator.locks
      .request(key, { signal: AbortSignal.timeout(HANDOVER) }, () => {
        resolve(true);
        return new Promise<never>(() => undefined);
      })
      .catch(() => resolve(false));
  });
}
