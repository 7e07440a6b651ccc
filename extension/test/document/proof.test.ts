import { describe, expect, it } from "vitest";

import { type Document, emptyDocument, isCircuit, withBody } from "../../src/document/circuit";
import { addSpider, emptyDiagram, moveSpiders, setPhase } from "../../src/document/diagram";
import { filmOf } from "../../src/document/film";
import { begun, bodyAt, goTo, proofOf, renamed, settled, withProved, withStep } from "../../src/document/proof";
import { loads } from "../../src/document/read";
import { dumps } from "../../src/document/write";

const EXACT = { equal: true, method: "by hand", points: 0, max_error: null, exact: true };
const start = addSpider(withBody(emptyDocument(), emptyDiagram(1)), { kind: "Z", x: 2, y: 0 }, "e0").document;

const taken = (document: Document, phase: string): Document => {
  const [id] = [...(isCircuit(document.body) ? [] : document.body.spiders)].find(([, { kind }]) => kind === "Z") ?? [];
  const { body } = setPhase(document, id ?? "", phase);
  return withStep(document, { kind: "rule", rule: "fuse", selection: [id ?? ""], body, verdict: EXACT });
};
const labels = (document: Document): readonly string[] => {
  const proof = proofOf(document);
  return proof ? filmOf(proof).map(({ label }) => label) : [];
};

describe("a proof", () => {
  it("begins by itself, keeps every body, and reads the same from its text", () => {
    const one = taken(start, "pi/2");
    const two = taken(one, "pi/4");
    expect(labels(two)).toEqual(["0", "1", "2"]);
    const at = (id: string): unknown => bodyAt(loads(dumps(two)), id);
    const ids = [...(proofOf(two)?.steps.keys() ?? [])];
    expect(at("")).toEqual(start.body);
    expect(at(ids[0] ?? "")).toEqual(one.body);
    expect(at(ids[1] ?? "")).toEqual(two.body);
    expect(dumps(loads(dumps(two)))).toBe(dumps(two));
  });

  it("goes back, and goes on from there as a branch", () => {
    const one = taken(start, "pi/2");
    const back = goTo(taken(one, "pi/4"), proofOf(one)?.at ?? "");
    expect(back.body).toBe(one.body);
    const branch = taken(back, "pi");
    expect(labels(branch)).toEqual(["0", "1", "2", "2b"]);
    expect(proofOf(renamed(branch, proofOf(branch)?.at ?? "", "mine"))?.steps.size).toBe(3);
  });

  it("keeps where spiders were moved to, and makes one step of edits that follow each other", () => {
    const one = taken(start, "pi/2");
    const [id] = proofOf(one)?.steps.get(proofOf(one)?.at ?? "")?.selection ?? [];
    const moved = settled(moveSpiders(one, new Set([id ?? ""]), { x: 1, y: 0 }));
    expect(labels(moved)).toEqual(["0", "1"]);
    expect(goTo(goTo(moved, ""), proofOf(one)?.at ?? "").body).toEqual(moved.body);
    const edited = settled(setPhase(settled(setPhase(moved, id ?? "", "pi")), id ?? "", "a"));
    expect(labels(edited)).toEqual(["0", "1", "2"]);
    expect(proofOf(edited)?.steps.get(proofOf(edited)?.at ?? "")).toMatchObject({ kind: "edit", rule: "Edit" });
    expect(settled(edited)).toBe(edited);
  });

  it("takes the verdict of a later check where that says more", () => {
    const weak = { equal: true, method: "compared", points: 2, max_error: 0, exact: false };
    const one = withStep(start, { kind: "edit", rule: "Edit", selection: [], body: start.body, verdict: weak });
    const id = proofOf(one)?.at ?? "";
    const better = withProved(one, new Map([[id, EXACT]]));
    expect(proofOf(better)?.steps.get(id)?.verdict).toEqual(EXACT);
    expect(bodyAt(better, id)).toBe(bodyAt(one, id));
    expect(withProved(better, new Map([[id, weak]]))).toBe(better);
  });

  it("names the step that does not fit", () => {
    const text = dumps(taken(begun(start), "pi/2")).replace(/("change": *\{)/, '$1"gone_edges": ["none"],');
    expect(() => bodyAt(loads(text), proofOf(loads(text))?.at ?? "")).toThrow("'none' goes, and is not there before");
  });
});
