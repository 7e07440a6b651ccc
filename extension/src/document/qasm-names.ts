/** Names ↔ OpenQASM identifiers, exactly and reversibly, as qdesign/qasm/names.py has it. */

import { GATES } from "./gates";
import { ALIASES } from "./gates.generated";
import { byCodePoint } from "./names";

/** Words of the language, which nothing can be called. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "OPENQASM include defcalgrammar def cal defcal gate extern box let break continue if else end return for " +
    "while in switch case default nop pragma input output const readonly mutable qreg qubit creg bool bit int " +
    "uint float angle complex array void duration stretch gphase inv pow ctrl negctrl durationof delay reset " +
    "measure barrier true false im opaque"
  ).split(" "),
);
const KNOWN = (
  "pi π tau τ euler ℇ dt ns us µs ms s sin cos tan arcsin arccos arctan " +
  "asin acos atan exp log ln sqrt floor ceiling mod popcount rotl rotr real imag sizeof abs dim u0 u1 u2 " +
  "u3 cu1 cu3 c3x c4x c3sqrtx c3sx rc3x rcccx"
).split(" ");
const RESERVED: ReadonlySet<string> = new Set([...KEYWORDS, ...KNOWN, ...GATES.keys(), ...Object.keys(ALIASES)]);
const PREFIX = "esc_";
const ORDERED = /^ord_(\d{3,})_(.+)$/su;
const PLAIN = /^[A-Za-z0-9\p{Lu}\p{Ll}\p{Lt}\p{Lm}\p{Lo}\p{Nl}]$/u;

/** The identifier that stands for a name. */
export function encodeName(name: string): string {
  const letters = [...name];
  const identifier = letters.length > 0 && !/^[0-9]/.test(name) && letters.every((c) => c === "_" || PLAIN.test(c));
  const taken = RESERVED.has(name) || name.startsWith(PREFIX);
  if (identifier && !taken) return name;
  return PREFIX + coded(letters);
}

function coded(letters: readonly string[]): string {
  return letters.map((c) => (PLAIN.test(c) ? c : `_${codeOf(c)}_`)).join("");
}

function codeOf(letter: string | undefined): string {
  return (letter?.codePointAt(0) ?? 0).toString(16);
}

/** Another identifier for a name: its first character's code has six digits. */
function encodeAgain(name: string): string {
  const [first, ...rest] = [...name];
  return `${PREFIX}_${codeOf(first).padStart(6, "0")}_${coded(rest)}`;
}

/** The identifier of a composite gate, which is no input's. */
export function encodeGate(name: string, inputs: ReadonlySet<string>): string {
  const identifier = encodeName(name);
  return inputs.has(identifier) ? encodeAgain(name) : identifier;
}

/** A register's name that no identifier in `taken` has, alone or with a number behind it. */
export function registerName(letter: string, taken: ReadonlySet<string>): string {
  const clashes = (name: string): boolean =>
    [...taken].some((other) => other.startsWith(name) && /^\p{Nd}*$/u.test(other.slice(name.length)));
  let name = letter;
  while (clashes(name)) name += "_";
  return name;
}

/** Identifiers of a gate's formal angles, such that their order is the alphabetical one, as Qiskit reads them. */
export function encodeFormals(names: readonly string[]): readonly string[] {
  const written = names.map(encodeName);
  const ordered = written.every((name, k) => k === 0 || byCodePoint(written[k - 1] ?? "", name) <= 0);
  if (ordered && !written.some((name) => ORDERED.test(name))) return written;
  const width = Math.max(3, String(written.length).length);
  return written.map((name, k) => `ord_${String(k).padStart(width, "0")}_${name}`);
}

/** The formal angles that identifiers of `encodeFormals` stand for. */
export function decodeFormals(identifiers: readonly string[]): readonly string[] {
  const matches = identifiers.map((identifier) => ORDERED.exec(identifier));
  const numbered = matches.every((match, k) => match !== null && Number(match[1]) === k);
  return (numbered ? matches.map((match) => match?.[2] ?? "") : identifiers).map(decodeName);
}

/** The name that an identifier stands for; itself unless `encodeName` wrote it. */
export function decodeName(identifier: string): string {
  if (!identifier.startsWith(PREFIX)) return identifier;
  const name = identifier.slice(PREFIX.length).replace(/_([0-9a-f]{1,6})_/g, (whole, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code < 0x110000 ? String.fromCodePoint(code) : whole;
  });
  return name && (encodeName(name) === identifier || encodeAgain(name) === identifier) ? name : identifier;
}
