/** The likeliest amplitudes as dials: the hand is as long as the amplitude is large and points along its phase. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import type { Output } from "../../live/wanted";
import { orderWords } from "../../scene/describe";
import { exactText, fixedText, phaseText } from "../../scene/math";
import { shownDocument } from "../../state/state";
import { useTips } from "../widgets/tips";
import { usePart } from "../workbench/cell";
import { useOutput, writeText } from "../workbench/output";
import { useWorkbench } from "../workbench/workbench";
import { Hand } from "./lines";
import { RunChoice } from "./run-choice";

const DIALS = 16;
const NO_QUBITS: readonly string[] = [];
const RADIUS = 19;

type Likeliest = Extract<Output, { readonly kind: "likeliest" }>;

export function Amplitudes({ choice }: { readonly choice: JSX.Element }): JSX.Element {
  const bench = useWorkbench();
  const qubits = usePart(bench.editor, (e) => {
    const { body } = shownDocument(e.state);
    return isCircuit(body) ? body.qubits : NO_QUBITS;
  });
  const numQubits = qubits.length;
  const order = usePart(bench.ui, (ui) => ui.settings.qubit_order);
  const count = Math.min(DIALS, 2 ** numQubits);
  const [why, setWhy] = useState("");
  useOutput("likeliest", (output) => setWhy(output?.kind === "refused" ? output.why : ""));
  return (
    <section class="qd-bars" aria-label="Amplitudes">
      <div class="qd-head">
        {choice}
        <span class="qd-quiet">
          {why ? "" : `the ${count} likeliest · `}
          {orderWords(qubits, order)} · magnitude, phase
        </span>
        <span class="qd-right">
          <RunChoice beside="likeliest" />
        </span>
      </div>
      {why ? (
        <div class="qd-off" role="status">
          {why}
        </div>
      ) : (
        <div class="qd-dials">
          {Array.from({ length: count }, (_, k) => (
            <Dial key={k} index={k} numQubits={numQubits} isReversed={order === "q0_left"} />
          ))}
        </div>
      )}
    </section>
  );
}

interface DialProps {
  /** Its place among the likeliest. */
  readonly index: number;
  readonly numQubits: number;
  readonly isReversed: boolean;
}

function Dial({ index, numQubits, isReversed }: DialProps): JSX.Element {
  const hand = useRef<SVGLineElement>(null);
  const disk = useRef<SVGCircleElement>(null);
  const name = useRef<HTMLSpanElement>(null);
  const words = useRef<HTMLSpanElement>(null);
  const now = useRef<Likeliest | null>(null);
  const read = (): { readonly bits: string; readonly magnitude: number; readonly phase: number } => {
    const probability = now.current?.probabilities[index] ?? 0;
    const bits = (now.current?.indices[index] ?? 0).toString(2).padStart(numQubits, "0");
    return {
      bits: isReversed ? [...bits].reverse().join("") : bits,
      magnitude: Math.sqrt(probability),
      // The phase of nothing is no number.
      phase: probability > 1e-24 ? (now.current?.phases[index] ?? 0) : NaN,
    };
  };
  useOutput(
    "likeliest",
    (output) => {
      if (output?.kind !== "likeliest") return;
      now.current = output;
      const { bits, magnitude, phase } = read();
      const turn = Number.isNaN(phase) ? 0 : phase;
      hand.current?.setAttribute("x2", (RADIUS * magnitude * Math.cos(turn)).toFixed(2));
      hand.current?.setAttribute("y2", (-RADIUS * magnitude * Math.sin(turn)).toFixed(2));
      disk.current?.setAttribute("r", (RADIUS * magnitude).toFixed(2));
      writeText(name.current, bits);
      writeText(words.current, `${fixedText(magnitude, 3)}  ${Number.isNaN(phase) ? "" : phaseText(phase)}`);
    },
    isReversed,
  );
  const tips = useTips({
    tip: () => {
      if (!now.current) return null;
      const { bits, magnitude, phase } = read();
      const lines = [`magnitude ${exactText(magnitude)}`];
      if (!Number.isNaN(phase)) lines.push(`phase ${exactText(phase)} rad = ${phaseText(phase)}`);
      lines.push(`probability ${exactText(magnitude ** 2)}`);
      return { label: `Amplitude of ${bits}`, lines, copy: exactText(magnitude), origin: now.current.origin };
    },
  });
  return (
    <div class="qd-plot" role="img" aria-label={`Amplitude ${index + 1}`} {...tips}>
      <svg width={44} height={44} viewBox="-22 -22 44 44" aria-hidden="true">
        <circle r={RADIUS + 0.5} class="qd-stroke" style={{ color: "var(--qd-line-strong)" }} />
        <circle ref={disk} r={0} style={{ fill: "var(--qd-accent-soft)" }} />
        <Hand line={hand} width={2} />
      </svg>
      <span ref={name} class="qd-bits" />
      <span ref={words} class="qd-quiet" style={{ whiteSpace: "pre" }} />
    </div>
  );
}
