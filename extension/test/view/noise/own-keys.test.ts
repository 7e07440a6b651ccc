import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { CATALOG } from "../../../src/document/catalog.generated";
import { attempt } from "../../../src/document/errors";
import { isBeyond, readKey } from "../../../src/view/noise/own-keys";

interface Case {
  readonly channel: string;
  readonly key: string;
  /** As Python writes it; null where it is none. */
  readonly written: string | null;
}

/** Written by `python -m scripts.corpus extension/build/corpus.json`, which `make front` runs. */
const { keys } = JSON.parse(readFileSync(new URL("../../../build/corpus.json", import.meta.url), "utf8")) as {
  readonly keys: readonly Case[];
};

function row(channel: string) {
  const found = CATALOG.channel.find(({ name }) => name === channel);
  if (!found) throw new Error(channel);
  return found;
}

describe("keys of single gates and qubits", () => {
  it("are taken, refused and written as in Python", () => {
    expect(keys.filter(({ written }) => written !== null).length).toBeGreaterThan(60);
    const mine = keys.map(({ channel, key }) => {
      const read = attempt(() => readKey(row(channel), key));
      return { channel, key, written: "value" in read ? read.value : null };
    });
    expect(mine).toEqual(keys);
  });

  it("say in a sentence what they can be", () => {
    expect(() => readKey(row("depolarizing"), "nothing")).toThrow(
      "Depolarizing has no key ‘nothing’. It takes 1, 2, a gate such as cx; for some qubits with @ behind it",
    );
    expect(() => readKey(row("depolarizing"), "cx@4")).toThrow("names 1 qubit: ‘cx’ takes 2, such as cx@0,1.");
    expect(() => readKey(row("depolarizing"), "gphase")).toThrow("a global phase acts on no qubit");
    expect(readKey(row("depolarizing"), " 2 @ 3, 0 ")).toBe("2@0,3");
  });

  it("never count where they name qubits that the drawing has not", () => {
    expect(isBeyond("2@0,9", 4)).toBe(true);
    expect(["2@0,3", "cx", "1"].some((key) => isBeyond(key, 4))).toBe(false);
  });
});
