/** The one mutable thing of the front end: the current editor, who watches it, who changes it. */

import type { Document } from "../document/circuit";
import { type EditorState, IDLE } from "./state";
import { apply, type Editor, newEditor, redo, type Transaction, undo } from "./transaction";

export type Listener = (now: Editor, before: Editor, transaction: Transaction) => void;

export class Store {
  private editor: Editor;
  private readonly listeners = new Set<Listener>();

  constructor(document?: Document) {
    this.editor = newEditor(document);
  }

  get now(): Editor {
    return this.editor;
  }

  get state(): EditorState {
    return this.editor.state;
  }

  dispatch(transaction: Transaction): void {
    this.become(apply(this.editor, transaction), transaction);
  }

  undo(): void {
    this.become(undo(this.editor), { intent: "history.undo", history: "skip", origin: "history" });
  }

  redo(): void {
    this.become(redo(this.editor), { intent: "history.redo", history: "skip", origin: "history" });
  }

  /** Forgets the history and starts on another document. */
  open(document: Document): void {
    this.become(newEditor(document), { intent: "document.open", history: "skip", origin: "host" });
  }

  /** Goes on where another store was, with its history; what was going on there is not. */
  goOn({ state, history }: Editor): void {
    const still = { ...state, tool: IDLE, preview: null, notice: null };
    this.become({ state: still, history }, { intent: "document.open", history: "skip", origin: "host" });
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private become(next: Editor, transaction: Transaction): void {
    const before = this.editor;
    if (next === before) return;
    this.editor = next;
    for (const listener of [...this.listeners]) listener(next, before, transaction);
  }
}
