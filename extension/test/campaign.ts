/** Sizes of long campaigns, stated once for Python's tests and these in scripts/campaign.json. */

import { readFileSync } from "node:fs";

type Sizes = Readonly<Record<string, { readonly sample: number; readonly whole: number }>>;

const SIZES = JSON.parse(readFileSync(new URL("../../scripts/campaign.json", import.meta.url), "utf8")) as Sizes;

/** How many cases of a campaign this run tries: a sample, or all under `make campaign`. */
export function casesOf(name: string): number {
  const size = SIZES[name];
  if (!size) throw new Error(`scripts/campaign.json has no campaign '${name}'`);
  return process.env["QDESIGN_CAMPAIGN"] ? size.whole : size.sample;
}
