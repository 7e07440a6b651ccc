import { describe, expect, it } from "vitest";

import { type CircuitBody, parametersOf } from "../../src/document/circuit";
import type { Channels } from "../../src/document/noise";
import { createHandler } from "../../src/live/handler";
import type { FromWorker } from "../../src/live/messages";
import { originWords } from "../../src/live/origin";
import type { LiveResult, Output, Wanted } from "../../src/live/wanted";
import { circuit } from "./circuits";
import { engineBytes, valuesOf } from "./fixtures";

/** What the live loop gives of a circuit with noise. */
async function look(
  body: CircuitBody,
  channels: Channels | null,
  wanted: Readonly<Record<string, Wanted>>,
  observable: readonly (readonly [string, number])[] = [],
): Promise<Extract<LiveResult, { readonly kind: "state" }>> {
  const heard: FromWorker[] = [];
  const handle = createHandler((reply) => heard.push(reply));
  await handle({ say: "start", wasm: engineBytes() });
  const names = parametersOf(body);
  const values = { names, numbers: valuesOf(names.length) };
  const given = { circuit: body, noise: channels, observable, values, wanted: Object.entries(wanted) };
  await handle({ say: "tick", id: 1, revision: 1, ...given });
  const last = heard.at(-1);
  if (last?.say !== "result" || last.result.kind !== "state") throw new Error(JSON.stringify(last));
  return last.result;
}

function found<K extends Output["kind"]>(output: Output | undefined, kind: K): Extract<Output, { readonly kind: K }> {
  if (output?.kind !== kind) throw new Error(`${kind} is expected: ${JSON.stringify(output)}`);
  return output as Extract<Output, { readonly kind: K }>;
}

function near(one: ArrayLike<number>, other: ArrayLike<number>): void {
  expect(one.length).toBe(other.length);
  for (let k = 0; k < one.length; k++) expect(Math.abs((one[k] ?? NaN) - (other[k] ?? NaN))).toBeLessThan(1e-9);
}

const WITH: Channels = new Map([
  ["depolarizing", new Map([["2", 0.1]])],
  ["readout", new Map([["one_for_zero", 0.02]])],
]);

describe("the live loop with noise", () => {
  it("gives the ideal beside what is noisy, and says so", async () => {
    const bell = circuit(2, "h 0; cx 0 1");
    const { outputs, noise, origin } = await look(bell, WITH, { all: { kind: "probabilities" } });
    const all = found(outputs.get("all"), "probabilities");
    expect(noise).toEqual({ kind: "on", components: 16 });
    expect(originWords(origin)).toBe("exact, with noise");
    expect(originWords(all.origin)).toBe("exact, with noise");
    near(found(all.ideal as Output, "probabilities").values, [0.5, 0, 0, 0.5]);
    expect(all.values[0]).toBeLessThan(0.48);
  });

  it("has no amplitudes", async () => {
    const { outputs } = await look(circuit(1, "h 0"), WITH, { most: { kind: "likeliest", count: 2 } });
    expect(found(outputs.get("most"), "refused").why).toContain("no amplitudes");
  });

  it.each([
    ["a measurement in the middle", circuit(1, "measure 0 -> 0; h 0", 1), "without conditions"],
    ["eleven qubits", circuit(11, "h 0"), "at most 10 qubits"],
  ])("shows %s without noise and says why", async (_, body, why) => {
    const { outputs, noise } = await look(body, WITH, { bloch: { kind: "bloch" } });
    expect(noise).toMatchObject({ kind: "off", why: expect.stringContaining(why) });
    expect(originWords(found(outputs.get("bloch"), "bloch").origin)).toBe("exact");
  });
});
