/**
 * OpenQASM 2 and 3 → document, for what the studio itself writes and what is common, as Python reads it. What only
 * Python reads is refused as Unsupported; one corpus holds both to each other (test/document/corpus.test.ts).
 * It is long because one grammar reads both versions.
 */

import { canonicalAngle, parameterAngle } from "./angle";
import { checkCircuit } from "./check";
import {
  type Condition,
  type Document,
  emptyDocument,
  type GateDefinition,
  type Item,
  isBlock,
  MAX_QUBITS,
  type Operation,
  shapeOf,
  withBody,
} from "./circuit";
import { opposite, sameConditions } from "./conditions";
import { attempt, Refusal } from "./errors";
import { FUNCTIONS } from "./functions";
import { findGate, type GateRow } from "./gates";
import { substituteItem } from "./group";
import type { Json } from "./json";
import { leftmostColumns, placedDefinition, sorted } from "./place";
import { decodeFormals, decodeName, KEYWORDS } from "./qasm-names";
import { stepsOf } from "./qasm-write";
import { declaredRegisters } from "./registers";

const MAX_TOKENS = 400_000;
/** As in Python: levels of nesting, operations, controls of one gate. */
const MAX_NESTING = 100;
const MAX_CONTROLS = 64;
/** Signs, numbers and names of one angle; longer ones are left to Python. */
const MAX_ANGLE_TOKENS = 2_000;
/** Wires that all operations of a program name, for the page's memory. */
const MAX_WIRES = 2_000_000;
const OTHER_CONSTANTS: ReadonlySet<string> = new Set(["tau", "τ", "euler", "ℇ"]);
/** Functions of parameters, by their names here. */
const CALLS: ReadonlyMap<string, string> = new Map([
  ...[...FUNCTIONS.keys()].map((name) => [name, name] as const),
  ["arcsin", "asin"],
  ["arccos", "acos"],
  ["arctan", "atan"],
  ["ln", "log"],
]);
const DECLARES: ReadonlySet<string> = new Set(["input", "qubit", "qreg", "bit", "creg", "gate"]);
/** Signs that no angle of ours has. */
const OTHER_SIGNS: ReadonlySet<string> = new Set(["!", "==", "!=", "&&", "<", ">", "[", "]"]);
/** Blanks and comments, then one group for each kind of token. */
const TOKEN = new RegExp(
  [
    /(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\s+)/,
    /("[^"\n]*")/,
    /([\p{L}\p{Nl}_][\p{L}\p{Nl}\p{N}_]*)/u,
    /((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/,
    /(->|==|!=|&&|\*\*|[-+*/(){}[\];,:@!<>=])/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "uy",
);

interface Token {
  readonly text: string;
  readonly kind: "string" | "name" | "number" | "sign" | "end";
  readonly at: number;
}

/** The document that a program denotes; parameters are its float inputs. */
export function fromQasm(text: string): Document {
  return new Reader(text).document();
}

function ownSteps(row: GateRow, parameters: readonly string[]): readonly Item[] {
  const named = new Map(
    row.angles.flatMap((formal, k) => {
      const parameter = parameters[k];
      return parameter === undefined ? [] : [[formal, parameterAngle(parameter)] as const];
    }),
  );
  return stepsOf(row.definition).map((step) => substituteItem(step, named));
}

function sameSteps(given: readonly Item[], own: readonly Item[]): boolean {
  const text = (items: readonly Item[]): string =>
    JSON.stringify(
      items.map((item) =>
        isBlock(item)
          ? null
          : [item.gate, item.controls, item.anticontrols, item.qubits, (item.angles ?? []).map(canonicalAngle)],
      ),
    );
  return text(given) === text(own);
}

/** Words that begin what only Python reads. */
const PYTHON_READS: ReadonlySet<string> = new Set(
  (
    "const bool int uint float angle complex array let for while switch def extern end break continue return box " +
    "opaque output pragma cal defcal duration stretch delay durationof nop inv pow"
  ).split(" "),
);
/** Files that need no reading: their gates are known, included or not. */
const KNOWN_FILES: ReadonlySet<string> = new Set(['"stdgates.inc"', '"qelib1.inc"']);

interface Register {
  readonly start: number;
  readonly size: number;
}

/** The factors at the end of an expression that an operator after them divides. */
function lastFactors(parts: readonly string[]): readonly string[] {
  let depth = 0;
  let at = parts.length;
  for (; at > 0; at--) {
    const text = parts[at - 1] ?? "";
    if (text === ")") depth += 1;
    if (text === "(") depth -= 1;
    if (depth < 0 || (depth === 0 && (text === "+" || text === "-" || text === ","))) break;
  }
  return parts.slice(at);
}

/** Are all its numbers whole, and does it hold no name? */
function isWhole(texts: readonly string[]): boolean {
  return texts.every((text) => /^(?:\d+|\*\*|[-+*/()])$/u.test(text));
}

/** The bits that an operation measures into. */
function written({ gate, clbits }: Operation): readonly number[] {
  return gate === "measure" ? (clbits ?? []) : [];
}

class Reader {
  private readonly tokens: Token[] = [];
  private place = 0;
  private version = 3;
  private readonly qubits = new Map<string, Register>();
  private readonly bits = new Map<string, Register>();
  private readonly gates = new Map<string, GateDefinition>();
  /** Labels of the wires, as they are declared. */
  private readonly labels: string[] = [];
  private numQubits = 0;
  private numBits = 0;
  private readonly items: Operation[] = [];
  private numWires = 0;
  private depth = 0;
  private phase: string[] = [];
  /** Names that angles may use: inputs, or inside a definition its formal ones. */
  private known = new Map<string, string>();
  /** Is it inside a gate's definition? */
  private defining = false;

  constructor(private readonly text: string) {
    let at = 0;
    while (at < text.length) {
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(text);
      if (!match) throw this.unsupported(`'${text[at] ?? ""}' cannot stand here`, at);
      if (match[1]?.startsWith("/*") && (match[1].length < 4 || !match[1].endsWith("*/"))) {
        throw this.refusal("this comment has no end", at);
      }
      const kind = match[2] ? "string" : match[3] ? "name" : match[4] ? "number" : "sign";
      const before = this.tokens.at(-1);
      if (/^[xXoObB_]/.test(match[0]) && before?.kind === "number" && before.at + before.text.length === at)
        throw this.unsupported(`'${before.text}${match[0]}' is read by Python only`, before.at);
      if (!match[1]) this.tokens.push({ text: match[0], kind, at });
      if (this.tokens.length > MAX_TOKENS)
        throw new Refusal("TooLarge", "This text is too long to be read in the page.");
      at = TOKEN.lastIndex;
    }
    if (!this.tokens.length) throw this.refusal("this text holds no program. One begins with 'OPENQASM 3.0;'", 0);
  }

  private refusal(what: string, at: number): Refusal {
    const before = this.text.slice(0, at);
    const line = before.split("\n").length;
    const column = at - before.lastIndexOf("\n");
    return new Refusal("InvalidText", `Line ${line}, column ${column}: ${what}.`, { line, column });
  }

  private unsupported(what: string, at: number): Refusal {
    const { message, place } = this.refusal(what, at);
    return new Refusal("Unsupported", message, place);
  }

  private peek(ahead = 0): Token {
    return this.tokens[this.place + ahead] ?? { text: "", kind: "end", at: this.text.length };
  }

  private next(): Token {
    const token = this.peek();
    this.place += 1;
    return token;
  }

  private is(text: string): boolean {
    return this.peek().text === text && this.peek().kind !== "string";
  }

  private take(text: string): boolean {
    if (!this.is(text)) return false;
    this.place += 1;
    return true;
  }

  private expect(text: string): void {
    if (this.take(text)) return;
    const token = this.peek();
    throw this.refusal(
      token.kind === "end" ? `'${text}' is missing at the end` : `'${text}' is expected, not '${token.text}'`,
      token.at,
    );
  }

  private name(): string {
    const token = this.next();
    if (token.kind !== "name") throw this.refusal(`a name is expected, not '${token.text}'`, token.at);
    return token.text;
  }

  private whole(): number {
    const token = this.next();
    const value = Number(token.text);
    if (token.kind !== "number") throw this.unsupported(`a whole number is expected, not '${token.text}'`, token.at);
    if (!Number.isInteger(value) || value > 10_000) {
      throw this.refusal(`a whole number up to 10,000 is expected, not '${token.text}'`, token.at);
    }
    return value;
  }

  document(): Document {
    this.versionLine();
    while (this.peek().kind !== "end") this.statement([]);
    const columns = leftmostColumns(this.items);
    const operations = sorted(
      new Map<string, Item>(this.items.map((item, k) => [`o${k + 1}`, { ...item, column: columns[k] ?? 0 }])),
    );
    const phase = this.phase.length ? canonicalAngle(this.phase.map((p) => `(${p})`).join(" + ")) : "0";
    const body = checkCircuit({
      kind: "circuit",
      qubits: this.labels.map((label, k) => (this.isPlain ? `q${k}` : label)),
      clbits: this.numBits,
      ...this.declared(),
      ...(phase === "0" ? {} : { global_phase: phase }),
      unused_parameters: [...this.known.values()],
      gates: this.gates,
      operations,
    });
    return withBody(emptyDocument(), body);
  }

  private declared(): { registers?: Json } {
    const { qubits, bits } = this;
    const listed = (registers: ReadonlyMap<string, Register>): readonly { name: string; wires: number[] }[] =>
      [...registers].map(([word, { start, size }]) => {
        // What was written for a name is that name, unless the program has it too.
        const name = decodeName(word);
        const wires = Array.from({ length: size }, (_, k) => start + k);
        return { name: qubits.has(name) || bits.has(name) || this.known.has(name) ? word : name, wires };
      });
    const registers = declaredRegisters(listed(qubits), listed(bits));
    return registers === undefined ? {} : { registers };
  }

  /** A single register `q` needs no labels of its own. */
  private get isPlain(): boolean {
    return this.labels.every((label, k) => label === `q[${k}]`);
  }

  private versionLine(): void {
    if (!this.take("OPENQASM")) return;
    const { text, at } = this.next();
    if (text !== "2" && text !== "2.0" && text !== "3" && text !== "3.0" && text !== "3.1") {
      throw this.refusal(
        `version ${text || "without a number"} of OpenQASM is not known. Versions 2.0, 3.0 and 3.1 are read`,
        at,
      );
    }
    this.version = text.startsWith("2") ? 2 : 3;
    this.expect(";");
  }

  private include(): void {
    this.next();
    const file = this.next();
    if (!KNOWN_FILES.has(file.text)) {
      throw this.refusal(`no file is read, and ${file.text || "none"} is not known here`, file.at);
    }
    this.expect(";");
  }

  /** A name for something. */
  private given(): string {
    const token = this.peek();
    if (KEYWORDS.has(token.text)) throw this.unsupported(`nothing can be called '${token.text}'`, token.at);
    return this.name();
  }

  /** A name that nothing has yet. */
  private fresh(): string {
    const { at } = this.peek();
    const name = this.given();
    if (this.qubits.has(name) || this.bits.has(name) || this.known.has(name)) {
      throw this.refusal(`'${name}' is declared twice`, at);
    }
    return name;
  }

  private statement(conditions: readonly Condition[]): void {
    this.nesting(() => this.oneStatement(conditions));
  }

  private nesting(read: () => void): void {
    this.depth += 1;
    if (this.depth > MAX_NESTING) {
      const what = `it nests more than ${MAX_NESTING} levels deep, which is the most that is read`;
      throw this.refusal(what, this.peek().at);
    }
    read();
    this.depth -= 1;
  }

  private oneStatement(conditions: readonly Condition[]): void {
    const token = this.peek();
    if (token.text === "@" || (token.kind === "name" && PYTHON_READS.has(token.text))) {
      throw this.unsupported(`'${token.text}' is read by Python only`, token.at);
    }
    if (this.depth > 1 && DECLARES.has(token.text))
      throw this.unsupported("what is declared inside of something is read by Python only", token.at);
    switch (token.text) {
      case "include":
        return this.include();
      case "input":
        return this.input();
      case "qubit":
      case "qreg":
        return this.declare(this.qubits, token.text === "qreg");
      case "bit":
      case "creg":
        return this.declare(this.bits, token.text === "creg");
      case "gate":
        return this.define();
      case "if":
        return this.branch(conditions);
      case "measure":
        return this.measure(conditions);
      case "{":
        this.next();
        while (!this.take("}")) {
          if (this.peek().kind === "end") throw this.refusal("'}' is missing", token.at);
          this.statement(conditions);
        }
        return;
      case ";":
        this.next();
        return;
      default:
    }
    if (token.kind === "name" && this.bits.has(token.text)) return this.assign(conditions);
    const operations = this.call(this.qubitsHere(), conditions);
    for (const operation of operations) {
      if (operation.gate === "gphase" && !operation.controls && !operation.anticontrols && !conditions.length) {
        this.phase.push(operation.angles?.[0] ?? "0");
      } else this.items.push(operation);
    }
  }

  private input(): void {
    this.next();
    const kind = this.name();
    if (kind !== "float" && kind !== "angle")
      throw this.refusal(`inputs are floats or angles, not '${kind}'`, this.peek().at);
    if (this.take("[")) {
      const { at } = this.peek();
      if (this.whole() < 1) throw this.refusal("a number has 1 bit or more, not 0", at);
      this.expect("]");
    }
    const identifier = this.fresh();
    this.known.set(identifier, decodeName(identifier));
    this.expect(";");
  }

  private declare(registers: Map<string, Register>, old: boolean): void {
    const { at } = this.next();
    let size = 1;
    if (!old && this.take("[")) {
      size = this.whole();
      this.expect("]");
    }
    const name = this.fresh();
    const scalar = !this.is("[") && (old || this.peek(-2).text !== "]");
    if (old && this.take("[")) {
      size = this.whole();
      this.expect("]");
    }
    if (size < 1) throw this.refusal(`a register has 1 or more elements, not ${size}`, at);
    const isQubits = registers === this.qubits;
    if ((isQubits ? this.numQubits : this.numBits) + size > MAX_QUBITS) {
      const what = isQubits ? "qubits" : "classical bits";
      throw this.unsupported(`more than ${MAX_QUBITS.toLocaleString("en")} ${what} are not taken`, at);
    }
    registers.set(name, { start: isQubits ? this.numQubits : this.numBits, size });
    if (isQubits) {
      this.numQubits += size;
      const called = decodeName(name);
      for (let k = 0; k < size; k++) this.labels.push(scalar ? called : `${called}[${k}]`);
    } else this.numBits += size;
    if (!isQubits && this.is("="))
      throw this.unsupported("declare the bits first, then measure into them", this.peek().at);
    this.expect(";");
  }

  private wireList(registers: ReadonlyMap<string, Register>): readonly number[] {
    const token = this.peek();
    const name = this.name();
    const register = registers.get(name);
    if (!register) throw this.refusal(`'${name}' is not declared`, token.at);
    if (!this.take("[")) {
      this.count(register.size, token.at);
      return Array.from({ length: register.size }, (_, k) => register.start + k);
    }
    const index = this.whole();
    if (!this.is("]"))
      throw this.unsupported("places counted out or several at once are read by Python only", token.at);
    if (index >= register.size)
      throw this.refusal(`'${name}' has ${register.size} elements, and ${index} is beyond`, token.at);
    this.expect("]");
    return [register.start + index];
  }

  /** Refuses wires beyond what the page takes, before there is room for them. */
  private count(wires: number, at: number): void {
    this.numWires += wires;
    if (this.numWires > MAX_WIRES) throw this.unsupported("this program is too large to be read in the page", at);
  }

  private qubitsHere(): () => readonly number[] {
    return () => this.wireList(this.qubits);
  }

  private measure(conditions: readonly Condition[]): void {
    this.next();
    const from = this.wireList(this.qubits);
    if (this.is(";")) throw this.unsupported("a measurement into no bit is read by Python only", this.peek().at);
    this.expect("->");
    this.measured(from, this.wireList(this.bits), conditions);
  }

  private assign(conditions: readonly Condition[]): void {
    const bits = this.wireList(this.bits);
    this.expect("=");
    this.expect("measure");
    this.measured(this.wireList(this.qubits), bits, conditions);
  }

  private measured(qubits: readonly number[], bits: readonly number[], conditions: readonly Condition[]): void {
    if (qubits.length !== bits.length) throw this.refusal("as many bits as qubits are needed", this.peek().at);
    this.expect(";");
    for (const [k, qubit] of qubits.entries()) {
      this.items.push({
        gate: "measure",
        qubits: [qubit],
        clbits: [bits[k] ?? 0],
        column: 0,
        ...(conditions.length ? { conditions } : {}),
      });
    }
  }

  private branch(conditions: readonly Condition[]): void {
    this.next();
    this.expect("(");
    let not = false;
    while (this.take("!")) not = !not;
    const first = this.peek();
    if (!this.bits.has(first.text))
      throw this.unsupported("conditions on other than bits are read by Python only", first.at);
    const bits = this.wireList(this.bits);
    // A register is true where it is not 0.
    const single = bits.length === 1;
    let condition: Condition = { clbits: bits, value: single && !not ? 1 : 0, equal: single || not };
    if (this.is("==") || this.is("!=")) {
      if (not) throw this.unsupported("only Python compares with what '!' gives", first.at);
      const equal = this.next().text === "==";
      const { at } = this.peek();
      const value = this.whole();
      if (value >= 2 ** bits.length) throw this.unsupported("bits never have this value; Python leaves it out", at);
      condition = { clbits: bits, value: single && !equal ? 1 - value : value, equal: single || equal };
    }
    if (!this.is(")")) throw this.unsupported("only Python works conditions out", this.peek().at);
    this.expect(")");
    const start = this.items.length;
    // In version 2 each qubit of it is measured on a condition of its own, as in Qiskit.
    const apart = this.version === 2 && this.is("measure");
    this.statement(withCondition(conditions, condition));
    if (this.take("else")) this.statement(withCondition(conditions, opposite(condition)));
    else if (apart) return;
    const stays = this.items.slice(start, -1).every((item) => !written(item).some((bit) => bits.includes(bit)));
    if (!stays) throw this.unsupported("a branch that measures into a bit of its own condition and goes on", first.at);
  }

  private define(): void {
    this.next();
    const token = this.peek();
    const name = decodeName(this.given());
    const identifiers: string[] = [];
    if (this.take("(")) {
      while (!this.take(")")) {
        identifiers.push(this.given());
        if (!this.take(",") && !this.is(")")) throw this.refusal("')' is expected", this.peek().at);
      }
    }
    const parameters = decodeFormals(identifiers);
    const wires = new Map<string, number>();
    while (!this.is("{")) {
      wires.set(this.given(), wires.size);
      if (!this.take(",") && !this.is("{")) throw this.refusal("'{' is expected", this.peek().at);
    }
    this.expect("{");
    const inner: Operation[] = [];
    const phases: string[] = [];
    const outside = this.known;
    this.defining = true;
    this.known = new Map(parameters.map((formal, k) => [identifiers[k] ?? formal, formal]));
    while (!this.take("}")) {
      if (this.take(";")) continue;
      if (this.peek().kind === "end") throw this.refusal("'}' is missing", this.peek().at);
      for (const operation of this.call(() => this.formalWire(wires), [])) {
        if (operation.gate === "gphase" && !operation.controls && !operation.anticontrols)
          phases.push(operation.angles?.[0] ?? "0");
        else inner.push(operation);
      }
    }
    this.known = outside;
    this.defining = false;
    const row = findGate(name);
    if (row) {
      // The studio's own rows are written with their decompositions; the row itself is meant.
      if (!phases.length && wires.size === row.numQubits && inner.length && sameSteps(inner, ownSteps(row, parameters)))
        return;
      // Python reads it under another name.
      throw this.unsupported(
        `gate '${name}' has a definition of its own, and a meaning here; give it another name`,
        token.at,
      );
    }
    if (this.gates.has(name)) throw this.refusal(`gate '${name}' is defined twice`, token.at);
    const columns = leftmostColumns(inner);
    const phase = phases.length ? canonicalAngle(phases.map((p) => `(${p})`).join(" + ")) : "0";
    this.gates.set(
      name,
      placedDefinition({
        qubits: wires.size,
        parameters,
        ...(phase === "0" ? {} : { global_phase: phase }),
        operations: sorted(
          new Map<string, Item>(inner.map((item, k) => [`o${k + 1}`, { ...item, column: columns[k] ?? 0 }])),
        ),
      }),
    );
  }

  private formalWire(wires: ReadonlyMap<string, number>): readonly number[] {
    const token = this.peek();
    const wire = wires.get(this.name());
    if (wire === undefined) throw this.refusal(`'${token.text}' is not a wire of this gate`, token.at);
    return [wire];
  }

  private call(operand: () => readonly number[], conditions: readonly Condition[]): readonly Operation[] {
    /** Of each wire in front, whether it is a control; else it is an anti-control. */
    const kinds: boolean[] = [];
    while (this.is("ctrl") || this.is("negctrl")) {
      const positive = this.next().text === "ctrl";
      let count = 1;
      if (this.take("(")) {
        const { at } = this.peek();
        count = this.whole();
        if (count < 1 || count > MAX_CONTROLS) {
          throw this.refusal(
            `'${positive ? "ctrl" : "negctrl"}' takes 1 to ${MAX_CONTROLS} controls, not ${count}`,
            at,
          );
        }
        this.expect(")");
      }
      this.expect("@");
      for (let k = 0; k < count; k++) kinds.push(positive);
    }
    const token = this.peek();
    const word = this.name();
    if (KEYWORDS.has(word) && !findGate(word)) throw this.unsupported(`'${word}' is read by Python only`, token.at);
    const row = findGate(word);
    const gate = row?.name ?? decodeName(word);
    const shape = shapeOf(gate, this.gates);
    if (!shape) throw this.refusal(`there is no gate '${word}' here; define it first`, token.at);
    const angles = this.angles();
    const lists: (readonly number[])[] = [];
    while (!this.is(";")) {
      lists.push(operand());
      if (!this.take(",") && !this.is(";"))
        throw this.refusal(`';' is expected, not '${this.peek().text}'`, this.peek().at);
    }
    this.expect(";");
    if (gate === "barrier") {
      if (angles.length || kinds.length) throw this.refusal("a barrier has no angles and no controls", token.at);
      const qubits = lists.length ? [...new Set(lists.flat())] : Array.from({ length: this.numQubits }, (_, k) => k);
      return [{ gate, qubits, column: 0 }];
    }
    const wide = lists.reduce((most, list) => Math.max(most, list.length), 1);
    this.count(wide * lists.length, token.at);
    if (lists.some((list) => list.length !== 1 && list.length !== wide)) {
      throw this.refusal("registers of different sizes do not go together", token.at);
    }
    if (lists.length !== kinds.length + shape.numQubits) {
      throw this.refusal(`'${word}' takes ${kinds.length + shape.numQubits} qubits, not ${lists.length}`, token.at);
    }
    if (angles.length !== shape.angles.length) {
      throw this.refusal(`'${word}' takes ${shape.angles.length} angles, not ${angles.length}`, token.at);
    }
    const extra = kinds.length || this.defining ? this.specifiedPhase(word, angles) : [];
    return Array.from({ length: wide }, (_, k): readonly Operation[] => {
      const wires = lists.map((list) => list[list.length === 1 ? 0 : k] ?? 0);
      const controls = wires.filter((_, place) => kinds[place] === true);
      const anticontrols = wires.filter((_, place) => kinds[place] === false);
      const operation = {
        gate,
        qubits: wires.slice(kinds.length),
        ...(angles.length ? { angles } : {}),
        ...(controls.length ? { controls } : {}),
        ...(anticontrols.length ? { anticontrols } : {}),
        ...(conditions.length ? { conditions } : {}),
        column: 0,
      };
      return [operation, ...extra.map((angle) => ({ ...operation, gate: "gphase", qubits: [], angles: [angle] }))];
    }).flat();
  }

  /** The phase that version 3 gives a gate, which the row, Qiskit's gate, lacks; nothing where there is none. */
  private specifiedPhase(word: string, angles: readonly string[]): readonly string[] {
    const [first = "0", second = "0", third = "0"] = angles;
    const texts: Readonly<Record<string, string>> = {
      U: `(${first})/2`,
      u3: `-(${second})/2 - (${third})/2`,
      u2: `-(${first})/2 - (${second})/2`,
    };
    const text = this.version === 3 && Object.hasOwn(texts, word) ? texts[word] : undefined;
    const phase = text === undefined ? "0" : canonicalAngle(text);
    return phase === "0" ? [] : [phase];
  }

  /** The texts of the number, name or group that comes next. */
  private nextFactor(): readonly string[] {
    const texts: string[] = [];
    let depth = 0;
    for (let at = this.place; at < this.tokens.length; at++) {
      const text = this.tokens[at]?.text ?? "";
      if (text === "(") depth += 1;
      if (text === ")") depth -= 1;
      texts.push(text);
      if (texts.length > MAX_ANGLE_TOKENS) break;
      if (depth <= 0 && text !== "-" && text !== "+") break;
    }
    return texts;
  }

  private angles(): readonly string[] {
    const angles: string[] = [];
    if (!this.take("(")) return angles;
    if (this.take(")")) return angles;
    const start = this.peek().at;
    for (;;) {
      const parts: string[] = [];
      this.expression(parts, start);
      const end = this.next();
      if (end.text === ")" && !parts.length)
        throw this.unsupported("a comma at the end is read by Python only", end.at);
      angles.push(this.angle(parts, start));
      if (end.text === ")") return angles;
    }
  }

  private angle(parts: readonly string[], start: number): string {
    const read = attempt(() => canonicalAngle(parts.join(" ")));
    if ("value" in read) return read.value;
    const said = read.refusal.message.replace(/\.$/, "");
    // In a definition Python works such an angle out for the numbers of each call.
    throw this.defining ? this.unsupported(said, start) : this.refusal(said, start);
  }

  /** Puts the texts of an expression, up to the comma or parenthesis that ends it, as a formula has them. */
  private expression(parts: string[], start: number): void {
    for (let depth = 0; ; ) {
      const token = this.peek();
      if (token.kind === "end") throw this.refusal("')' is missing", start);
      if (parts.length > MAX_ANGLE_TOKENS) throw this.unsupported("this angle is read by Python only", start);
      if (depth === 0 && (token.text === ")" || token.text === ",")) return;
      if (token.text === "(") depth += 1;
      if (token.text === ")") depth -= 1;
      this.place += 1;
      this.checkOperator(token, parts);
      const call = token.kind === "name" && this.is("(") ? CALLS.get(token.text) : undefined;
      if (call) this.functionCall(token, call, { parts, start });
      else parts.push(this.factorText(token));
    }
  }

  /** A function of parameters; of plain numbers Python works it out, whose last digit may differ. */
  private functionCall({ text, at }: Token, call: string, { parts, start }: { parts: string[]; start: number }): void {
    this.nesting(() => {
      this.expect("(");
      const inner = [call, "("];
      this.expression(inner, start);
      this.expect(")");
      if (!inner.some((part) => part.startsWith("`")))
        throw this.unsupported(`'${text}' of a number is read by Python only`, at);
      parts.push(...inner, ")");
    });
  }

  private checkOperator({ text, kind, at }: Token, parts: readonly string[]): void {
    const before = parts.at(-1) ?? "";
    if (OTHER_SIGNS.has(text)) throw this.unsupported(`'${text}' in an angle is read by Python only`, at);
    if (text === "+" && this.version === 3 && /^(?:|\*\*|[-+*/(,])$/u.test(before))
      throw this.refusal("an expression is expected, not '+'", at);
    // What stands behind the sign is what comes next.
    if (text === "/" && this.version !== 2 && isWhole(lastFactors(parts)) && isWhole(this.nextFactor())) {
      throw this.unsupported("whole numbers divide to a whole number here; give one of them a point, as in 7.0/2", at);
    }
    if ((kind === "name" || text === "(") && /^[\d.]/.test(before))
      throw this.refusal("an operator is missing before this", at);
    const divisor = text === "/" ? this.nextFactor() : [];
    if (divisor.some((each) => each === "pi" || each === "π") && !divisor.some((each) => this.known.has(each)))
      throw this.unsupported("only Python divides by π", at);
  }

  private factorText({ text, kind, at }: Token): string {
    // An input may take the name of the constant.
    const name = this.known.get(text);
    if (kind === "name" && name !== undefined) return `\`${name}\``;
    if (OTHER_CONSTANTS.has(text)) throw this.unsupported(`'${text}' is read by Python only`, at);
    if (kind === "name" && text !== "pi" && text !== "π")
      throw this.refusal(`'${text}' is not declared as an input`, at);
    return text;
  }
}

/** Conditions with one more, where they do not say so already. */
function withCondition(conditions: readonly Condition[], more: Condition): readonly Condition[] {
  return conditions.some((each) => sameConditions([each], [more])) ? conditions : [...conditions, more];
}
