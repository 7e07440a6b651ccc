/** The fields of a port, kept in the page: what a host shares with the studio. */

import type { Fields } from "../port";

type Listener<K extends keyof Fields> = (value: Fields[K]) => void;
type Listeners = { readonly [K in keyof Fields]: Set<Listener<K>> };

/** Fields with listeners. The host tells changes from its side; the studio's own are not echoed. */
export class LocalFields {
  private values: Fields;
  private readonly listeners: Listeners = {
    document: new Set(),
    values: new Set(),
    settings: new Set(),
    name: new Set(),
    saved: new Set(),
  };

  constructor(values: Fields) {
    this.values = values;
  }

  get<K extends keyof Fields>(field: K): Fields[K] {
    return this.values[field];
  }

  /** Sets a field from the studio's side: listeners are not called. */
  keep<K extends keyof Fields>(field: K, value: Fields[K]): void {
    this.values = { ...this.values, [field]: value };
  }

  /** Sets a field from the host's side; the studio hears of it when it is new. */
  tell<K extends keyof Fields>(field: K, value: Fields[K]): void {
    if (this.values[field] === value) {
      return;
    }
    this.keep(field, value);
    for (const listener of [...this.listeners[field]]) {
      listener(value);
    }
  }

  onChange<K extends keyof Fields>(field: K, listener: Listener<K>): () => void {
    this.listeners[field].add(listener);
    return () => {
      this.listeners[field].delete(listener);
    };
  }
}
