/** Copies of chosen items behind each other: with the parameters of the original, or with fresh ones. */

import { type Angle, parameterAngle } from "./angle";
import { type Document, findItem, type Item, isBlock, isCircuit, MAX_ITEMS, walk } from "./circuit";
import { columnsOf, drawnColumn } from "./columns";
import { byLevel, type Inserted, insertItems } from "./edit";
import { Refusal } from "./errors";
import { freeParameters, startingAs, substituteItem } from "./group";
import { circuitOf, levelOf, type Path } from "./level";
import { nextName } from "./names";
import { carried } from "./put-down";

export interface Copies {
  readonly count: number;
  /** Does each copy have parameters of its own? */
  readonly fresh: boolean;
}

/** The document with copies of chosen items of one level behind the last of them. */
export function replicate(document: Document, ids: Iterable<string>, { count, fresh }: Copies): Inserted {
  const groups = byLevel(document, ids);
  const [group] = groups;
  if (!group || groups.length > 1) {
    throw new Refusal("InvalidCircuit", "Select gates that are all inside one block, or all outside of blocks.");
  }
  const [path, chosen] = group;
  const level = levelOf(circuitOf(document), path);
  const items = new Map([...level].filter(([id]) => chosen.has(id)));
  checkCount(document, items, count);
  const columns = columnsOf(level);
  const drawn = [...items.values()].map((item) => drawnColumn(columns, item.column));
  const width = 1 + Math.max(...drawn) - Math.min(...drawn);
  const names = fresh ? ownNames(document, items, path) : [];
  const originals = carried(items.values(), columns);
  const taken = new Set(document.parameters.map(({ name }) => name));
  const families = new Map(names.map((name) => [name, [name]]));
  const added: Item[] = [];
  for (let copy = 0; copy < count; copy++) {
    const angles = new Map<string, Angle>();
    for (const [name, family] of families) {
      family.push(nextName(family, name, taken));
      angles.set(name, parameterAngle(family.at(-1) ?? name));
    }
    for (const item of originals) {
      added.push({ ...substituteItem(item, angles), column: item.column + copy * width });
    }
  }
  const spot = { path, column: 1 + Math.max(...drawn), between: true };
  const made = insertItems(document, added, spot);
  return { ...made, document: startingAs(made.document, document.parameters, families) };
}

function checkCount(document: Document, items: ReadonlyMap<string, Item>, count: number): void {
  const size = [...walk(items)].length;
  const most = Math.floor((MAX_ITEMS - [...walk(circuitOf(document).operations)].length) / Math.max(1, size));
  if (Number.isInteger(count) && count >= 1 && count <= most) return;
  const asked = Number.isNaN(count) ? "No number of copies was" : `${count} copies were`;
  const range = `from 1 to ${Math.max(1, most).toLocaleString("en")}`;
  throw new Refusal("TooLarge", `${asked} asked for: give a whole number ${range}.`);
}

/** The parameters that a copy can have of its own: not what a block around it indexes. */
function ownNames(document: Document, items: ReadonlyMap<string, Item>, path: Path): readonly string[] {
  const { body } = document;
  const kept = new Set<string>();
  for (const id of path) {
    const block = isCircuit(body) ? findItem(body.operations, id)?.item : undefined;
    if (block && isBlock(block)) for (const local of block.indexed?.keys() ?? []) kept.add(local);
  }
  return freeParameters(items).filter((name) => !kept.has(name));
}
