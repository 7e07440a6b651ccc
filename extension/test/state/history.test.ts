import { describe, expect, it } from "vitest";

import { type Document, emptyDocument } from "../../src/document/circuit";
import { fromQasm } from "../../src/document/qasm-read";
import { loads } from "../../src/document/read";
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

describe("a notice", () => {
  it("ends with the step behind it, unless that brings one", () => {
    const store = new Store(emptyDocument(1));
    const notice = { text: "It cannot go there.", at: null };
    store.dispatch(aside("paste.refuse", { notice }));
    store.dispatch(step("edit", { document: emptyDocument(2) }));
    expect(store.state.notice).toBeNull();
    store.dispatch(step("edit", { document: emptyDocument(3), notice }));
    expect(store.state.notice).toBe(notice);
  });
});

describe("a preview", () => {
  const named = (name: string): Document => ({ ...emptyDocument(1), history: [{ title: name }] });

  it("ends when another document is put in, by whomever, unless that one shows one", () => {
    for (const origin of ["person", "python", "host"] as const) {
      const store = new Store(emptyDocument(1));
      store.dispatch(aside("template.show", { preview: named("template") }));
      store.dispatch({ document: named("other"), intent: "problem.choose", history: "step", origin });
      expect(store.state.preview).toBeNull();
      const preview = named("dragged");
      store.dispatch({ document: named("values"), preview, intent: "host.values", history: "join", origin });
      expect(store.state.preview).toBe(preview);
    }
  });

  it("stays while the document does", () => {
    const store = new Store(emptyDocument(1));
    const preview = named("template");
    store.dispatch(aside("template.show", { preview }));
    store.dispatch(aside("parameter.hover", { lit: new Set(["a"]) }));
    store.dispatch(step("same", { document: { ...store.state.document } }));
    expect(store.state.preview).toBe(preview);
  });
});

describe("where the state is shown", () => {
  const here = (store: Store): number | undefined => store.state.document.layout?.state_here;
  const program = "OPENQASM 3.0; qubit[2] q; h q[0]; cx q[0], q[1]; x q[1];";

  it("is part of the document, and is taken from one that is opened or heard", () => {
    const store = new Store(fromQasm(program));
    expect(store.state.timeCursor).toBeNull();
    store.dispatch(step("time.move", { timeCursor: 1 }));
    expect(here(store)).toBe(1);
    const text = dumps(store.state.document);
    store.dispatch(step("time.move", { timeCursor: -1 }));
    expect(here(store)).toBe(-1);
    store.dispatch(step("time.move", { timeCursor: null }));
    expect(store.state.document.layout).toBeUndefined();
    store.undo();
    store.undo();
    expect([store.state.timeCursor, here(store)]).toEqual([1, 1]);
    expect(new Store(loads(text)).state.timeCursor).toBe(1);
    store.dispatch({ document: fromQasm(program), intent: "host.document", history: "step", origin: "host" });
    expect([store.state.timeCursor, here(store)]).toEqual([null, undefined]);
    store.dispatch({ document: loads(text), intent: "host.document", history: "step", origin: "host" });
    expect(store.state.timeCursor).toBe(1);
  });

  it("says no more than it did after an edit behind it", () => {
    const store = new Store(fromQasm(program));
    store.dispatch(step("time.move", { timeCursor: 0 }));
    const { document } = store.state;
    store.dispatch(step("parameter.set", { document: { ...document, history: [{ title: "a" }] } }));
    expect(store.state.document.layout).toBe(document.layout);
  });
});
