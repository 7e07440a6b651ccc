/** Random edits of a document, for laws that hold after any of them. */

import type { Document } from "../src/document/circuit";
import { isBlock, walk } from "../src/document/circuit";
import {
  addDisplay,
  insertItems,
  moveItems,
  newOperation,
  removeItems,
  setAngle,
  setControl,
} from "../src/document/edit";
import { attempt } from "../src/document/errors";
import { makeBlock, makeGate, setBlockCount, setIndexed, ungroup } from "../src/document/group";
import { circuitOf, type Spot } from "../src/document/level";
import { renameParameter, setRange, setValues } from "../src/document/parameters";
import { addQubit, moveQubit, removeQubit, renameQubit } from "../src/document/wires";

/** A number in [0, 1) from a seed, the same everywhere (mulberry32). */
export function randomFrom(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Random = () => number;
const below = (random: Random, n: number): number => Math.floor(random() * n);
function pick<T>(random: Random, list: readonly T[]): T | undefined {
  return list[below(random, list.length)];
}

const GATES = ["h", "x", "rx", "rz", "p", "cx", "cz", "rzz", "swap", "u", "ccx", "crx", "measure", "reset"] as const;

function someIds(random: Random, document: Document): string[] {
  const all = [...walk(circuitOf(document).operations)].map(([id]) => id);
  return Array.from({ length: 1 + below(random, 3) }, () => pick(random, all) ?? "").filter(Boolean);
}

function spot(random: Random, document: Document): Spot {
  const blocks = [...circuitOf(document).operations].filter(([, item]) => isBlock(item)).map(([id]) => id);
  const inside = random() < 0.2 ? pick(random, blocks) : undefined;
  return { path: inside ? [inside] : [], column: below(random, 8), between: random() < 0.5 };
}

/** The document after one random edit, or the same one where the edit was refused. */
export function randomEdit(document: Document, random: Random): Document {
  const edited = attempt(() => anyEdit(document, random));
  return "value" in edited ? edited.value : document;
}

function anyEdit(document: Document, random: Random): Document {
  const body = circuitOf(document);
  const n = body.qubits.length;
  const [id = ""] = someIds(random, document);
  switch (below(random, 20)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
    case 5: {
      const gate = pick(random, GATES) ?? "h";
      const wires = Array.from({ length: n }, (_, k) => k).sort(() => random() - 0.5);
      const size = gate === "ccx" ? 3 : ["cx", "cz", "rzz", "swap", "crx"].includes(gate) ? 2 : 1;
      return insertItems(document, [newOperation(document, gate, wires.slice(0, size))], spot(random, document))
        .document;
    }
    case 6:
      return removeItems(document, someIds(random, document));
    case 7:
    case 8:
      return moveItems(document, someIds(random, document), {
        spot: spot(random, document),
        wires: below(random, 3) - 1,
      });
    case 9:
    case 10:
      return setAngle(document, id, 0, pick(random, ["pi/2", "2*a + 0.1", "theta_0", "b/3", "b - a"]) ?? "0");
    case 11:
      return setControl(document, id, {
        wire: below(random, n),
        kind: pick(random, ["none", "control", "anticontrol"] as const) ?? "none",
      });
    case 12:
      return makeBlock(document, someIds(random, document), below(random, 4)).document;
    case 13:
      return makeGate(document, someIds(random, document), `gate${below(random, 1000)}`).document;
    case 14:
      return ungroup(document, id).document;
    case 15: {
      const name = pick(random, document.parameters)?.name ?? "a";
      return random() < 0.5
        ? setBlockCount(document, id, below(random, 4))
        : setIndexed(document, id, name, random() < 0.7);
    }
    case 16:
      return n < 7 ? addQubit(document, below(random, n + 1)) : removeQubit(document, below(random, n));
    case 17:
      return random() < 0.5
        ? moveQubit(document, below(random, n), below(random, n))
        : renameQubit(document, below(random, n), `w${below(random, 99)}`);
    case 18: {
      const name = pick(random, document.parameters)?.name ?? "a";
      if (random() < 0.4) return renameParameter(document, name, pick(random, ["a", "b", "g_1", "δ"]) ?? "a");
      return random() < 0.5
        ? setValues(document, new Map([[name, random() * 9 - 4]]))
        : setRange(document, name, { low: -random() * 9, step: 0.1 });
    }
    default:
      return addDisplay(document, { kind: "bloch", qubits: [below(random, n)], column: below(random, 6) });
  }
}
