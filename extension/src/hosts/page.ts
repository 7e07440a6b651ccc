/** A stand-alone page, for tests and pictures: fields in memory, no Python behind, nothing shipped. */

import { type Ask, DEFAULT_SETTINGS, type Fields, type Host, type Outgoing, type Reply } from "../port";
import type { Script } from "../view/workbench/on-request";
import { EMPTY_DOCUMENT } from "./empty";
import { createStudio } from "./studio";

interface Page {
  /** Documents and messages that the studio gave the host, newest last. */
  readonly texts: string[];
  readonly values: Record<string, number>[];
  set(field: keyof Fields, value: unknown): void;
}

declare global {
  interface Window {
    /** Given by a test before the page runs. */
    qdesignStart?: {
      readonly document?: string;
      readonly name?: string;
      readonly settings?: Partial<Fields["settings"]>;
    };
    qdesignPage?: Page;
  }
}

const start = window.qdesignStart ?? {};
const fields: { -readonly [K in keyof Fields]: Fields[K] } = {
  document: start.document ?? EMPTY_DOCUMENT,
  values: {},
  settings: { ...DEFAULT_SETTINGS, ...start.settings },
  name: start.name ?? "ansatz",
  saved: "saved",
};
const listeners = new Map<keyof Fields, Set<(value: never) => void>>();
const texts: string[] = [];
const values: Record<string, number>[] = [];
const told = new Set<(message: Reply, buffers: readonly ArrayBuffer[]) => void>();

/** Asks that the files beside the page answer. */
const SCRIPTS: readonly Script[] = ["later", "editor"];

async function answered({ id, ask }: Ask): Promise<Reply> {
  const found = SCRIPTS.some((each) => each === ask) ? await fetch(`${ask}.js`) : null;
  return found?.ok
    ? { id, reply: "done", result: { script: await found.text() } }
    : { id, reply: "failed", error: { message: "No Python is behind this page.", kind: "Disconnected" } };
}

const host: Host = {
  port: {
    get: (field) => fields[field],
    set(field, value) {
      fields[field] = value;
      if (field === "document") texts.push(value as string);
      if (field === "values") values.push(value as Record<string, number>);
    },
    onChange(field, listener) {
      const own = listeners.get(field) ?? new Set();
      own.add(listener as (value: never) => void);
      listeners.set(field, own);
      return () => own.delete(listener as (value: never) => void);
    },
    send(message: Outgoing) {
      if ("cancel" in message) return;

      void answered(message).then((reply) => told.forEach((tell) => tell(reply, [])));
    },
    onMessage(listener) {
      told.add(listener);
      return () => told.delete(listener);
    },
  },
  can: { asks: SCRIPTS, begin: () => true },
};

window.qdesignPage = {
  texts,
  values,
  set(field, value) {
    Object.assign(fields, { [field]: value });
    listeners.get(field)?.forEach((tell) => tell(value as never));
  },
};

const root = document.getElementById("studio");
if (root) createStudio(root, host);
