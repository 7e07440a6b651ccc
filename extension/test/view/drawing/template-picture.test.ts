/** Pictures of templates in lists. */

import { expect, it } from "vitest";

import { CATALOG } from "../../../src/document/catalog.generated";
import { isCircuit } from "../../../src/document/circuit";
import { MORE_TEMPLATES } from "../../../src/document/templates.generated";
import { pictured } from "../../../src/view/drawing/template-picture";

it("draws every template of the catalog small", () => {
  for (const { name } of [...CATALOG.template, ...MORE_TEMPLATES]) {
    const body = pictured(name)?.body;
    expect(body && isCircuit(body) && body.operations.size, name).toBeGreaterThan(0);
    expect(body && isCircuit(body) && body.qubits.length, name).toBeLessThan(6);
  }
  expect(pictured("of another package")).toBeNull();
});
