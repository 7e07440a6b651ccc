/** What a person chose among targets, remembered while the page is open. */

import { useState } from "preact/hooks";

import { REMEMBERED } from "../workbench/slots";
import { useWorkbench, type Workbench } from "../workbench/workbench";

/** Remembers something in place of what the person chose. */
export function remember(bench: Workbench, name: string, value: unknown): void {
  bench.at(REMEMBERED).set(name, value);
}

export function useRemembered<T>(name: string, first: T): readonly [T, (value: T) => void] {
  const kept = useWorkbench().at(REMEMBERED);
  const [value, setValue] = useState<T>(kept.has(name) ? (kept.get(name) as T) : first);
  return [
    value,
    (next) => {
      kept.set(name, next);
      setValue(next);
    },
  ];
}
