import { describe, expect, it } from "vitest";

import { type Document, parametersOf, unusedOf } from "../../src/document/circuit";
import { insertItems, newOperation, removeItems, setAngle } from "../../src/document/edit";
import { circuitOf, TOP } from "../../src/document/level";
import { removeParameter, renameParameter, setValues } from "../../src/document/parameters";
import { fromQasm } from "../../src/document/qasm-read";
import { toQasm } from "../../src/document/qasm-write";
import { loads } from "../../src/document/read";
import { dumps } from "../../src/document/write";

const TEXT = "OPENQASM 3.0;\nqubit[1] q;\ninput float spare;\ninput angle[8] extra;\ninput float a;\nrx(a) q[0];\n";
const names = (document: Document): readonly string[] => document.parameters.map((p) => p.name);

describe("a parameter that no gate uses", () => {
  it("stays behind the others, in values, text and program", () => {
    const document = setValues(fromQasm(TEXT), new Map([["spare", 0.5]]));
    expect(names(document)).toEqual(["a", "spare", "extra"]);
    expect(toQasm(circuitOf(document))).toContain("input float[64] spare;\n");
    expect(dumps(loads(dumps(document)))).toBe(dumps(document));
    expect(loads(dumps(document)).parameters[1]?.value).toBe(0.5);
  });

  it("stays when gates come and go, until it is removed", () => {
    const read = fromQasm(TEXT);
    const added = insertItems(read, [newOperation(read, "rz", [0])], { path: TOP, column: 1, between: false });
    expect(names(added.document)).toEqual(["a", "phi_0", "spare", "extra"]);
    expect(names(removeItems(added.document, added.ids))).toEqual(names(read));
    const removed = removeParameter(read, "spare");
    expect(names(removed)).toEqual(["a", "extra"]);
    expect(names(removeParameter(removed, "extra"))).toEqual(["a"]);
    expect(removeParameter(read, "a")).toBe(read);
  });

  it("is used once an angle has its name, also by renaming", () => {
    const read = fromQasm(TEXT);
    const [id = ""] = circuitOf(read).operations.keys();
    const used = setAngle(read, id, 0, "spare");
    expect(parametersOf(used.body)).toEqual(["spare", "extra"]);
    expect(unusedOf(used.body)).toEqual(["extra"]);
    expect(names(renameParameter(read, "spare", "new"))).toEqual(["a", "new", "extra"]);
    expect(names(renameParameter(read, "spare", "a"))).toEqual(["a", "extra"]);
    expect(names(renameParameter(read, "a", "spare"))).toEqual(["spare", "extra"]);
  });
});
