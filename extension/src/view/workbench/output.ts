/** What the live loop gives, followed by parts of the view without drawing them anew. */

import { useEffect, useRef } from "preact/hooks";

import { originWords } from "../../live/origin";
import type { Output } from "../../live/wanted";
import { usePart } from "./cell";
import { useWorkbench, type Workbench } from "./workbench";

/** Runs `draw` for every new output under a key, and for the last one when `beside` changes. */
export function useOutput(key: string, draw: (output: Output | undefined) => void, beside: unknown = null): void {
  const bench = useWorkbench();
  const latest = useRef(draw);
  latest.current = draw;
  useEffect(() => {
    let drawn: Output | undefined;
    const update = (result: Workbench["live"]["value"]): void => {
      const output = result?.kind === "state" ? result.outputs.get(key) : undefined;
      // What is still being prepared comes as it was.
      if (output && output === drawn) return;
      drawn = output;
      latest.current(output);
    };
    update(bench.live.value);
    return bench.live.subscribe(update);
  }, [bench, key, beside]);
}

/** Where an output comes from, in words; the latest column where it is none. */
export function useOriginWords(key: string): string {
  const bench = useWorkbench();
  return usePart(bench.live, (result) => {
    if (result?.kind !== "state") return "";
    const output = result.outputs.get(key);
    return originWords(output && output.kind !== "refused" ? output.origin : result.origin);
  });
}

/** Why there is no such number above the live limit; empty where there is one. */
export function whyNone(bench: Workbench, output: Output | undefined): string {
  if (!bench.isWide) return "";
  if (output) return output.kind === "refused" ? output.why : "";
  const result = bench.live.value;
  return result?.kind === "off" ? result.why : "";
}

/** Sets an element's text without giving it another text node, where it has one. */
export function writeText(element: Element | null, text: string): void {
  const node = element?.firstChild;
  if (!(node instanceof Text)) element?.replaceChildren(text);
  else if (node.data !== text) node.data = text;
}
