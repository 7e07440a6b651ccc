/**
 * Maps of circuits and diagrams at values, without a kernel: circuits by the engine, diagrams by tensors, in the page
 * what is quick and else in a worker. Of what is asked while something is worked out, the newest alone counts.
 */

import { type CircuitBody, type DiagramBody, isCircuit } from "../../document/circuit";
import { Refusal } from "../../document/errors";
import type { LiveLoop } from "../../live/live-loop";
import { doubled, fromZeros, isWhole, openWires, undoubled, whyNoMap } from "../../live/maps";
import { type DenseMap, scaledMap, widthOf } from "../../rewriting/tensor";
import type { Workbench } from "./workbench";

type Body = CircuitBody | DiagramBody;
/** Who makes live loops. */
type Loops = Pick<Workbench, "startLoop">;

/** Spiders times entries of the widest tensor that hold up nobody: some milliseconds. */
const QUICK_WORK = 2 ** 21;

/** The numbers of one body, or why there are none. */
export type Numbers =
  | { readonly kind: "numbers"; readonly map: DenseMap; readonly whole: boolean }
  | { readonly kind: "off"; readonly why: string };

const off = (why: string): Numbers => ({ kind: "off", why });

/** Works out the map of one body after the other. */
class Reader {
  private loop: LiveLoop | null = null;
  private revision = 0;
  private circuit: CircuitBody | null = null;
  private readonly states = new WeakMap<DiagramBody, DiagramBody>();

  constructor(private readonly bench: Loops) {}

  read(body: Body, values: ReadonlyMap<string, number>): Promise<Numbers> | Numbers {
    const why = whyNoMap(body);
    if (why) return off(why);
    const whole = isWhole(body);
    return isCircuit(body) ? this.ofCircuit(body, values, whole) : this.ofDiagram(body, values, whole);
  }

  private ofDiagram(
    given: DiagramBody,
    values: ReadonlyMap<string, number>,
    whole: boolean,
  ): Promise<Numbers> | Numbers {
    const body = whole ? given : (this.states.get(given) ?? fromZeros(given));
    this.states.set(given, body);
    if (body.spiders.size * 2 ** widthOf(body) <= QUICK_WORK) {
      const map = scaledMap(body, values);
      return map instanceof Refusal ? off(map.message) : { kind: "numbers", map, whole };
    }
    this.loop ??= this.bench.startLoop();
    return this.loop.map(body, values).then(
      (map): Numbers => ({ kind: "numbers", map, whole }),
      (error: Error) => off(error.message),
    );
  }

  private ofCircuit(body: CircuitBody, values: ReadonlyMap<string, number>, whole: boolean): Promise<Numbers> {
    const loop = (this.loop ??= this.bench.startLoop());
    const n = openWires(body).outputs;
    if (this.circuit !== body) {
      this.circuit = body;
      this.revision += 1;
      loop.setCircuit(whole ? doubled(body) : body, this.revision);
      loop.request({ map: { kind: "amplitudes", first: 0, count: 2 ** (whole ? 2 * n : n) } });
    }
    loop.setValues(values);
    return new Promise((resolve) => {
      const stop = loop.onResult((result) => {
        stop();
        if (result.kind === "off") return resolve(off(result.why));
        const output = result.outputs.get("map");
        if (output?.kind === "refused") return resolve(off(output.why));
        if (output?.kind !== "amplitudes") return resolve(off("The simulation gave no amplitudes."));
        return resolve({ kind: "numbers", map: whole ? undoubled(output.values, n) : stateMap(output.values), whole });
      });
    });
  }

  dispose(): void {
    this.loop?.dispose();
  }
}

function stateMap(amplitudes: Float64Array): DenseMap {
  const rows = amplitudes.length / 2;
  const part = (from: 0 | 1): Float64Array =>
    Float64Array.from({ length: rows }, (_, k) => amplitudes[2 * k + from] ?? 0);
  return { rows, columns: 1, re: part(0), im: part(1) };
}

/** What is asked of: bodies, and values for all of them. */
export interface Asked {
  readonly bodies: readonly Body[];
  readonly values: ReadonlyMap<string, number>;
}

/** Follows several bodies at shared values. */
export class MapReader {
  private readonly readers: Reader[] = [];
  private next: Asked | null = null;
  private busy = false;
  private open = true;

  constructor(
    private readonly bench: Loops,
    /** Is told all of one point together, with when it was asked for. */
    private readonly tell: (numbers: readonly Numbers[], asked: Asked, since: number) => void,
  ) {}

  ask(asked: Asked): void {
    this.next = asked;
    if (!this.busy) void this.go();
  }

  private async go(): Promise<void> {
    this.busy = true;
    for (let asked = this.next; asked && this.open; asked = this.next) {
      this.next = null;
      const since = performance.now();
      const found: Numbers[] = [];
      const all = asked.bodies.map((body, k) => {
        const reader = (this.readers[k] ??= new Reader(this.bench));
        return reader.read(body, (asked as Asked).values);
      });
      for (const each of all) found.push(await each);
      if (this.open) this.tell(found, asked, since);
    }
    this.busy = false;
  }

  dispose(): void {
    this.open = false;
    for (const reader of this.readers) reader.dispose();
  }
}
