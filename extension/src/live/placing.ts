/** Where spiders of a diagram stand, asked of an engine of its own: nothing of it stays. */

export interface Plan {
  /** x, y, width and height of each spider, in px. */
  readonly shapes: Float64Array;
  /** The two spiders of each edge. */
  readonly ends: Int32Array;
  readonly inputs: Int32Array;
  readonly outputs: Int32Array;
  /** 1 for each spider that stays where it is. */
  readonly kept: Int32Array;
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  diagramRoom(spiders: number, edges: number, inputs: number, outputs: number): number;
  diagramEnds(): number;
  diagramSides(): number;
  diagramKept(): number;
  diagramLayout(): void;
}

/** The shapes of a plan where they belong. */
export function place(module: WebAssembly.Module, { shapes, ends, inputs, outputs, kept }: Plan): Float64Array {
  const engine = new WebAssembly.Instance(module, {}).exports as unknown as Exports;
  const at = engine.diagramRoom(kept.length, ends.length / 2, inputs.length, outputs.length) >>> 0;
  const give = (start: number, values: Int32Array): void =>
    new Int32Array(engine.memory.buffer, start >>> 0, values.length).set(values);
  new Float64Array(engine.memory.buffer, at, shapes.length).set(shapes);
  give(engine.diagramEnds(), ends);
  give(engine.diagramSides(), Int32Array.from([...inputs, ...outputs]));
  give(engine.diagramKept(), kept);
  engine.diagramLayout();
  return new Float64Array(engine.memory.buffer, at, shapes.length).slice();
}
