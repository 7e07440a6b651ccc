/** Does what is drawn keep the sector of its problem? Python tells, asked when the gates are others and rest. */

import { isCircuit } from "../../document/circuit";
import { dumps } from "../../document/write";
import { Cell } from "../workbench/cell";
import { slot } from "../workbench/slot";
import type { Workbench } from "../workbench/workbench";
import { gatesText } from "./known";

/** The text of the newest circuit that keeps the sector; null where none is known to. */
export const KEEPS = slot(() => new Cell<string | null>(null));

/** Qubits on which Python tells. */
const MOST = 12;
/** Milliseconds that the drawing rests before it is asked about. */
const PAUSE = 300;

/** Asks whenever the gates or the problem are others; values that move change nothing. */
export function followSector(bench: Workbench): () => void {
  let [body, sector, observable]: readonly unknown[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  const ask = async (): Promise<void> => {
    const { document } = bench.state;
    const gates = gatesText(document);
    if (bench.at(KEEPS).value === gates || !bench.asker.can("keeps")) return;
    const number = ++asked;
    const answer = await bench.asker.ask<"keeps">({ ask: "keeps", document: dumps(document) });
    if (number === asked && answer.kind === "done") bench.at(KEEPS).set(answer.result.keeps ? gates : null);
  };
  const look = (): void => {
    const { document } = bench.state;
    const known = bench.ui.value.problem?.sector ?? "";
    if (document.body === body && document.observable === observable && known === sector) return;
    if (document.observable !== observable || known !== sector) bench.at(KEEPS).set(null);
    ({ body, observable } = document);
    sector = known;
    asked += 1;
    clearTimeout(timer);
    if (known && isCircuit(document.body) && document.body.qubits.length <= MOST)
      timer = setTimeout(() => void ask(), PAUSE);
  };
  look();
  const stops = [bench.editor.subscribe(look), bench.ui.subscribe(look)];
  return () => {
    asked += 1;
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}
