/** What a person chose among targets, remembered while the page is open. */

import { useState } from "preact/hooks";

import { useWorkbench, type Workbench } from "../workbench/workbench";

const known = new WeakMap<Workbench, Map<string, unknown>>();

/** Remembers something in place of what the person chose. */
export function remember(bench: Workbench, name: string, value: unknown): void {
  known.set(bench, (known.get(bench) ?? new Map<string, unknown>()).set(name, value));
}

export function useRemembered<T>(name: string, first: T): readonly [T, (value: T) => void] {
  const bench = useWorkbench();
  const kept = known.get(bench) ?? new Map<string, unknown>();
  known.set(bench, kept);
  const [value, setValue] = useState<T>(kept.has(name) ? (kept.get(name) as T) : first);
  return [
    value,
    (next) => {
      kept.set(name, next);
      setValue(next);
    },
  ];
}
