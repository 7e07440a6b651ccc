import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

import { featureOf, inputOf } from "../../src/document/inputs";

interface Case {
  readonly name: string;
  /** The feature that Python says it takes, and its input's name; null for a weight. */
  readonly feature: number | null;
  readonly input: string | null;
}

/** Written by `python -m scripts.corpus extension/build/corpus.json`, which `make front` runs. */
const { inputs } = JSON.parse(readFileSync(new URL("../../build/corpus.json", import.meta.url), "utf8")) as {
  readonly inputs: readonly Case[];
};

it("takes the parameters for inputs that Python does", () => {
  expect(inputs.filter(({ feature }) => feature !== null).length).toBeGreaterThan(4);
  const mine = inputs.map(({ name }) => {
    const feature = featureOf(name);
    return { name, feature, input: feature === null ? null : inputOf(feature) };
  });
  expect(mine).toEqual(inputs);
});
