/** Problems of the catalog: made by the page where it can, else by Python, and put in. */

import type { ProblemRow } from "../../document/catalog.generated";
import { isCircuit } from "../../document/circuit";
import { DRAWN_PROBLEMS } from "../../document/drawn";
import { attempt } from "../../document/errors";
import { type ProblemOptions, withProblem } from "../../document/problem";
import { withQubits } from "../../document/put-down";
import { loads } from "../../document/read";
import { dumps } from "../../document/write";
import { count } from "../../scene/describe";
import { step } from "../../state/transaction";
import { takeResult } from "../workbench/results";
import { ZOOM } from "../workbench/slots";
import { withStart } from "../workbench/templates";
import type { Workbench } from "../workbench/workbench";
import { gatesText, type Made, remember, SUGGESTED } from "./known";

export const needsPython = ({ noPython }: Workbench): string => `This is made in Python, and ${noPython}.`;

/** Can it be made, here or by Python? */
export function canMake(bench: Workbench, row: ProblemRow): boolean {
  return row.is_drawn_by_pages || bench.asker.can("problem");
}

/** What the page makes by itself; null where only Python can. */
export function drawnProblem(row: ProblemRow, numQubits: number, options: ProblemOptions = {}): Made | null {
  const drawn = DRAWN_PROBLEMS.get(row.name)?.(numQubits, options);
  return drawn ? { ...drawn, energy: null, sector: "", warning: "", graph: null } : null;
}

/** The same from Python, why there is none, or null where it was given up. */
export async function askProblem(
  bench: Workbench,
  { name }: ProblemRow,
  numQubits: number,
  options: ProblemOptions = {},
): Promise<Made | string | null> {
  if (!bench.asker.can("problem")) return needsPython(bench);
  const answer = await bench.asker.ask<"problem">({ ask: "problem", name, options, num_qubits: numQubits });
  if (answer.kind === "failed") return answer.error.message;
  if (answer.kind !== "done") return null;
  const { observable, ...made } = answer.result;
  return { ...made, name, terms: new Map(Object.entries(observable)) };
}

/** Into the document as it is now, as one step; wires that it needs beside are added. */
export function putProblem(bench: Workbench, made: Made): void {
  const { document } = bench.state;
  if (!isCircuit(document.body)) return;
  const [label = ""] = made.terms.keys();
  if (document.body.qubits.length > label.length) {
    const has = count(document.body.qubits.length, "qubit");
    bench.say("error", `${made.title} is for ${count(label.length, "qubit")}, and the circuit has ${has}.`);
    return;
  }
  remember(made);
  bench.dispatch(step("problem.choose", { document: withProblem(withQubits(document, label.length), made) }));
}

/** Draws the ansatz that the problem suggests in place of what is drawn, as one step. */
export async function suggestAnsatz(bench: Workbench): Promise<void> {
  const of = bench.state.document;
  const answer = await bench.asker.ask<"ansatz">({ ask: "ansatz", document: dumps(of) });
  if (answer.kind === "failed") bench.say("error", answer.error.message);
  if (answer.kind !== "done") return;
  const read = attempt(() => loads(answer.result.document));
  if ("refusal" in read) {
    bench.say("error", read.refusal.message);
    return;
  }
  if (bench.state.document.observable === of.observable) bench.at(SUGGESTED).set(gatesText(read.value));
  // In a sector zeros are a state to start from, such as that of Hartree and Fock.
  const document = bench.ui.value.problem?.sector ? read.value : withStart(read.value);
  const finish = (): void => bench.at(ZOOM).value?.fit();
  takeResult(bench, { title: "Suggested ansatz", of, document, intent: "ansatz.suggest", finish });
}
