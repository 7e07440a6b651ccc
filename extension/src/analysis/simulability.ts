/** Can it be simulated exactly anyway, by what structure? In the words of qdesign/analyze/simulability.py. */

import type { Figure } from "../port";
import { count } from "../scene/describe";
import { bit, bitsOf, type Seen, seenBy, type Word } from "./seen";
import { figure, type Making, type OfCircuit } from "./subject";

/** A shortcut needs at most 2^20 numbers, as many as the state vector of 20 qubits. */
const FEW_BITS = 20;
const MOST_LOOKS = 1_000_000;
/** Of a term: so many Majorana operators give a space that grows as the fourth power of the qubits. */
const MOST_MAJORANAS = 4;
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

interface Shortcut {
  readonly name: string;
  readonly holds: boolean | null;
  readonly words: string;
  readonly detail: string;
  /** log₂ of how many numbers are enough; null where that is not known. */
  readonly bits: number | null;
}

const NAMED = { name: "simulability", title: "Classical simulation" };
export function* simulability({ body, observable }: OfCircuit): Making {
  const numQubits = body.qubits.length;
  const seen = yield* seenBy(body, observable ?? new Map());
  if (!seen)
    return figure({
      ...{ ...NAMED, value: null, verdict: "no shortcut known", tone: "unknown" },
      says: "The circuit has too many gates to look for structure in the page; Python looks further.",
      cell: "qd.analyze.simulability(c, H)",
    });
  const all = [
    clifford(seen, numQubits),
    lightCones(seen, numQubits),
    fewTurns(seen),
    freeFermions(seen, numQubits),
    diagonal(seen),
  ];
  return told(
    all.filter(({ name, bits }) => name !== "few_rotations" || bits),
    numQubits,
  );
}

function clifford(seen: Seen, numQubits: number): Shortcut {
  const turns = numTurns(seen);
  const bits = 2 * Math.log2(2 * Math.max(1, numQubits));
  if (!turns)
    return {
      ...{ name: "clifford", holds: true, words: "Clifford.", bits },
      detail: "Every gate that the observable sees: a tableau is enough.",
    };
  const cost = twoTo(Math.round(0.228 * turns));
  const detail = `${count(turns, "rotation")} more; as T gates about ${cost}, with an error.`;
  return { name: "clifford", holds: false, words: "Not Clifford.", detail, bits: null };
}

function fewTurns(seen: Seen): Shortcut {
  const bits = numTurns(seen);
  const what = count(bits, "rotation");
  return {
    ...{ name: "few_rotations", holds: bits <= FEW_BITS, bits },
    words: bits <= FEW_BITS ? "Few rotations." : "Many rotations.",
    detail: `${what} that the observable sees: each at most doubles what Clifford gates move.`,
  };
}

function numTurns({ turns, why }: Seen): number {
  return turns.filter(({ quarters }, k) => quarters === null && !why[k]).length;
}

function lightCones({ widths }: Seen, numQubits: number): Shortcut {
  const bits = widths.reduce((most, width) => Math.max(most, width), 0);
  return {
    ...{ name: "light_cones", holds: bits <= FEW_BITS, bits },
    words: `Light cones of ${count(bits, "qubit")}.`,
    detail: `No term of the energy depends on more of the ${numQubits.toLocaleString("en")}.`,
  };
}

/** Every rotation and every term is a product of two Majorana operators on the line. */
function freeFermions({ words, terms }: Seen, numQubits: number): Shortcut {
  const name = "free_fermions";
  if (!words || !terms) return unknown(name, "Free fermions?", "Not looked at: too many terms.");
  for (const role of words.length ? (["Z", "X", "Y"] as const) : []) {
    if (!words.every((word) => majoranas(word, numQubits, role) === 2)) continue;
    const counts = terms.map((term) => majoranas(term, numQubits, role));
    const degree = counts.reduce((most, each) => Math.max(most, Math.min(each, 2 * numQubits - each)), 0);
    if (degree > MOST_MAJORANAS) continue;
    const bits = Math.max(1, degree) * Math.log2(2 * Math.max(1, numQubits));
    const detail = `Each gate turns about two Majorana operators on the line, ${role} the number.`;
    return { name, holds: true, words: "Free fermions.", detail, bits };
  }
  const detail = "On the line in the order of the qubits; others were not tried.";
  return { name, holds: false, words: "No free fermions.", detail, bits: null };
}

/** How many Majorana operators a string is a product of (Jordan-Wigner, `role` for Z). */
function majoranas(word: Word, numQubits: number, role: "X" | "Y" | "Z"): number {
  const x = role === "X" ? word.z : role === "Y" ? word.x ^ word.z : word.x;
  const z = role === "X" ? word.x : word.z;
  let [total, tail] = [0, false];
  for (let qubit = numQubits - 1; qubit >= 0; qubit -= 1) {
    if (bit(x, qubit)) [total, tail] = [total + 1, !tail];
    else if (bit(z, qubit) !== tail) total += 2;
  }
  return total;
}

/** Rotations about strings of X alone from |0…0⟩, up to Clifford gates: those of IQP circuits. */
function diagonal({ words, terms }: Seen): Shortcut {
  const name = "diagonal";
  if (!words || !terms || words.length * terms.length > MOST_LOOKS)
    return unknown(name, "Diagonal gates?", "Not looked at: too many terms.");
  if (!words.length || words.some(({ z }) => z)) {
    const detail = "Rotations are not diagonal in one basis from a product state.";
    return { name, holds: false, words: "Not diagonal.", detail, bits: null };
  }
  let [bits, fixed] = [0, 0];
  for (const term of terms) {
    const against = words.map(({ x }) => x).filter((x) => bitsOf(x & term.z).length % 2);
    const many = cover(against);
    if (many === null)
      return unknown(name, "Diagonal gates.", `A term needs sums over more than ${FEW_BITS} bits at once.`);
    bits = Math.max(bits, many + Math.log2(1 + against.length));
    fixed = Math.max(fixed, many);
  }
  const detail = `Local energies have a closed form: sums over ${count(fixed, "bit")} of products.`;
  return { name, holds: bits <= FEW_BITS, words: "Diagonal gates.", detail, bits };
}

/** How many bits to take out so that each word has one left at most; null where over 20. */
function cover(words: readonly bigint[]): number | null {
  let rest = words.map(bitsOf).filter(({ length }) => length > 1);
  let taken = 0;
  for (; rest.length; taken += 1) {
    if (taken === FEW_BITS) return null;
    const uses = new Map<number, number>();
    for (const bits of rest) for (const each of bits) uses.set(each, (uses.get(each) ?? 0) + 1);
    const [chosen] = [...uses].reduce((best, each) => (each[1] > best[1] ? each : best));
    rest = rest.map((bits) => bits.filter((each) => each !== chosen)).filter(({ length }) => length > 1);
  }
  return taken;
}

function unknown(name: string, words: string, detail: string): Shortcut {
  return { name, holds: null, words, detail, bits: null };
}

/** Is it proven, and shorter than the state vector? */
function isShorter({ name, holds, bits }: Shortcut, numQubits: number): boolean {
  if (!holds || bits === null) return false;
  return name === "clifford" || name === "free_fermions" || bits < numQubits;
}

const ORDER = [true, null, false];

function told(ways: readonly Shortcut[], numQubits: number): Figure {
  const rank = ({ name, bits }: Shortcut): number => (name === "clifford" ? -1 : (bits ?? 0));
  const short = ways.filter((way) => isShorter(way, numQubits)).sort((a, b) => rank(a) - rank(b));
  const small = numQubits <= FEW_BITS;
  const reasons = ways
    .filter((way) => way.name !== "few_rotations" || short.includes(way))
    .map((way) => ({ holds: way.holds === null ? null : short.includes(way), words: way.words, detail: way.detail }));
  reasons.push({
    ...{ holds: small, words: "State vector." },
    detail: `${twoTo(numQubits)} amplitudes; up to ${twoTo(FEW_BITS)} count as small.`,
  });
  const best = short[0] ? short[0].bits : small ? numQubits : null;
  const charted = ways.filter(({ bits }) => bits !== null);
  return figure({
    ...{ ...NAMED, value: best, ...verdictOf(short.length > 0, small, numQubits) },
    ...{ basis: best === null ? "not known" : "an upper bound, proven", unit: "log₂ of the numbers that are enough" },
    convention: {
      ...{ of: "the energy from |0…0⟩", exact: true, values: "all" },
      "easy up to": `${twoTo(FEW_BITS)} numbers, fewer than amplitudes`,
    },
    conditions: ["exact, for all values of the parameters", "no noise", "line in qubit order"],
    source:
      "Gottesman-Knill; Bravyi, arXiv:1808.00128, arXiv:1909.11485; Terhal, quant-ph/0108010; Goh, arXiv:2308.01432",
    cell: "qd.analyze.simulability(c, H)",
    reasons: [
      ...reasons.sort((a, b) => ORDER.indexOf(a.holds) - ORDER.indexOf(b.holds)),
      { holds: null, words: "Pauli strings, bonds?", detail: "Python looks at these, too." },
    ],
    chart: charted.length
      ? {
          ...{ x: "structure", y: "log₂ of the numbers that are enough", log_x: false, log_y: false },
          series: [
            {
              ...{ name: "", kind: "bars", x: charted.map((_, k) => k + 1), y: charted.map(({ bits }) => bits ?? 0) },
              ...{ low: [], high: [], labels: charted.map(({ name }) => name.replaceAll("_", " ")) },
            },
          ],
        }
      : null,
    columns: {
      structure: ways.map(({ name }) => name),
      holds: ways.map(({ holds }) => holds),
      bits: ways.map(({ bits }) => bits),
      why: ways.map(({ words, detail }) => `${words} ${detail}`),
    },
  });
}

function verdictOf(short: boolean, small: boolean, numQubits: number): Pick<Figure, "verdict" | "tone" | "says"> {
  const runs = small ? " The engine 'statevector' runs it exactly." : "";
  if (short)
    return {
      ...{ verdict: "easy", tone: "warn" },
      says: `A classical computer can do it, by the first of these.${runs}`,
    };
  if (small)
    return {
      ...{ verdict: "small", tone: "plain" },
      says: `No shortcut is known; ${count(numQubits, "qubit")} fit a state vector.${runs}`,
    };
  return {
    ...{ verdict: "no shortcut known", tone: "unknown" },
    says: "No structure that makes it easy was found; that is no proof that there is none.",
  };
}

function twoTo(power: number): string {
  return `2${String(power).replace(/\d/g, (digit) => RAISED[Number(digit)] ?? "")}`;
}
