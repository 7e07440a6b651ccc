/** What the panel of a proof shows: the film, and over it the form for a new lemma while that is open. */

import type { JSX } from "preact";
import { usePart } from "../workbench/cell";
import { NAMING } from "../workbench/lemmas";
import { useWorkbench } from "../workbench/workbench";
import { ProofTab } from "./film";
import { LemmaForm } from "./lemma-form";

export function ProofPanel(): JSX.Element {
  const bench = useWorkbench();
  const naming = usePart(bench.at(NAMING), (now) => now);
  return naming ? <LemmaForm naming={naming} /> : <ProofTab />;
}
