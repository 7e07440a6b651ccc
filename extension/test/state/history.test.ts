import { describe, expect, it } from "vitest";

import { type Document, emptyDocument } from "../../src/document/circuit";
import { dumps } from "../../src/document/write";
import { Store } from "../../src/state/store";
import { aside, canUndo, step } from "../../src/state/transaction";
import { casesOf } from "../campaign";
import { randomEdit, randomFrom } from "../random-edit";

const SEEDS = casesOf("sequences of 1,000 edits, undone");

describe("history", () => {
  it(`gives back the same objects after 1,000 random edits, undone and redone, for ${SEEDS} seeds`, () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const random = randomFrom(seed + 1000);
      const store = new Store(emptyDocument(4));
      const seen: Document[] = [store.state.document];
      for (let k = 0; k < 1000; k++) {
        const next = randomEdit(store.state.document, random);
        if (next === store.state.document) continue;
        store.dispatch(step("test.edit", { document: next }));
        // An edit may come to nothing.
        if (store.state.document === next) seen.push(next);
      }
      const first = dumps(seen[0] ?? emptyDocument());
      const last = dumps(store.state.document);
      for (let k = seen.length - 1; k >= 0; k--) {
        expect(store.state.document).toBe(seen[k]);
        store.undo();
      }
      expect(canUndo(store.now)).toBe(false);
      expect(dumps(store.state.document)).toBe(first);
      for (let k = 1; k < seen.length; k++) {
        store.redo();
        expect(store.state.document).toBe(seen[k]);
      }
      expect(dumps(store.state.document)).toBe(last);
    }
  });

  it("keeps a drag out of history until it commits, and joins steps of one intent", () => {
    const store = new Store(emptyDocument(1));
    const named = (name: string): Document => ({ ...emptyDocument(1), history: [{ title: name }] });
    store.dispatch(aside("parameter.drag", { preview: named("a") }));
    expect(canUndo(store.now)).toBe(false);
    store.dispatch({ document: named("b"), intent: "angle.type", history: "join", origin: "person" });
    store.dispatch({ document: named("c"), intent: "angle.type", history: "join", origin: "person" });
    expect(store.now.history.past.length).toBe(1);
    store.dispatch(step("other", { document: named("d") }));
    store.undo();
    store.undo();
    expect(canUndo(store.now)).toBe(false);
  });
});
