/** A value that is watched, and hooks that draw again when a chosen part of it changes. */

import { useEffect, useReducer, useRef } from "preact/hooks";

export interface Readable<T> {
  readonly value: T;
  subscribe(listener: (value: T) => void): () => void;
}

export class Cell<T> implements Readable<T> {
  private readonly listeners = new Set<(value: T) => void>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(next: T): void {
    if (Object.is(next, this.current)) return;
    this.current = next;
    for (const listener of [...this.listeners]) listener(next);
  }

  /** Sets the fields given. */
  patch(change: Partial<T>): void {
    this.set({ ...this.current, ...change });
  }

  subscribe(listener: (value: T) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** A part of a watched value; draws again only when that part is another. */
export function usePart<T, P>(source: Readable<T>, choose: (value: T) => P): P {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const chosen = choose(source.value);
  const last = useRef(chosen);
  const chooser = useRef(choose);
  last.current = chosen;
  chooser.current = choose;
  useEffect(() => {
    const look = (value: T): void => {
      if (!Object.is(chooser.current(value), last.current)) draw(0);
    };
    // It may have changed between drawing and now.
    look(source.value);
    return source.subscribe(look);
  }, [source]);
  return chosen;
}
