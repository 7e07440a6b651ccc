/** Which gates a parameter is on, and which parameters gates use; indexed names count. */

import { anglesParameters, readAngle } from "./angle";
import { type CircuitBody, type DiagramBody, type Item, isBlock, isCircuit, walk } from "./circuit";
import { freeNames, isDerived } from "./formula";

type Indexed = ReadonlyMap<string, readonly string[]>;

function visit(
  items: ReadonlyMap<string, Item>,
  indexed: Indexed,
  see: (id: string, names: ReadonlySet<string>, blocks: readonly string[]) => void,
  blocks: readonly string[] = [],
): void {
  for (const [id, item] of items) {
    if (isBlock(item)) {
      visit(item.operations, new Map([...indexed, ...(item.indexed ?? [])]), see, [...blocks, id]);
      continue;
    }
    if (!item.angles) continue;
    const names = new Set<string>();
    for (const angle of item.angles) {
      for (const name of anglesParameters(readAngle(angle)))
        for (const each of indexed.get(name) ?? [name]) names.add(each);
    }
    see(id, names, blocks);
  }
}

export function gatesUsing(body: CircuitBody | DiagramBody, parameter: string): ReadonlySet<string> {
  const ids = new Set<string>();
  if (isCircuit(body)) {
    visit(body.operations, new Map(), (id, names) => {
      if (names.has(parameter)) ids.add(id);
    });
  } else {
    for (const [id, spider] of body.spiders) {
      if (spider.phase && anglesParameters(readAngle(spider.phase)).includes(parameter)) ids.add(id);
    }
  }
  return ids;
}

export function parametersOfItems(body: CircuitBody | DiagramBody, chosen: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  if (!chosen.size) return found;
  if (!isCircuit(body)) {
    for (const id of chosen) {
      const phase = body.spiders.get(id)?.phase;
      if (phase) for (const name of anglesParameters(readAngle(phase))) found.add(name);
    }
    return found;
  }
  visit(body.operations, new Map(), (id, names, blocks) => {
    if (chosen.has(id) || blocks.some((block) => chosen.has(block))) for (const name of names) found.add(name);
  });
  return found;
}

/** The derived parameters that angles have, in order; without those of names that stand for others in a block. */
export function formulasOf(body: CircuitBody | DiagramBody, parameters: ReadonlySet<string>): readonly string[] {
  const found = new Set<string>();
  const see = (angle: string): void => {
    for (const [name] of readAngle(angle).terms) if (isDerived(name)) found.add(name);
  };
  if (isCircuit(body)) {
    for (const [, item] of walk(body.operations)) if (!isBlock(item)) item.angles?.forEach(see);
  } else for (const { phase } of body.spiders.values()) if (phase) see(phase);
  return [...found].filter((name) => freeNames([name]).every((free) => parameters.has(free)));
}
