/** The worker's side of checks: a lesson once, then one drawing after the other. */

import type { Document } from "../document/circuit";
import { loadEngine } from "../live/engine";
import { type CheckedGoal, check } from "./check";
import type { Lesson } from "./lesson";

export type ToChecker =
  /** First of all: the engine's bytes, and the lesson. */
  | { readonly say: "start"; readonly wasm: Uint8Array; readonly lesson: Lesson }
  | { readonly say: "check"; readonly id: number; readonly document: Document };

export type FromChecker = { readonly id: number; readonly goals: readonly CheckedGoal[] };

export function createChecker(post: (found: FromChecker) => void): (ask: ToChecker) => Promise<void> {
  let begun: Promise<readonly [Lesson, WebAssembly.Module]> | null = null;
  return async (ask) => {
    if (ask.say === "start") {
      const { lesson } = ask;
      begun = loadEngine(ask.wasm).then((module) => [lesson, module] as const);
      return;
    }
    if (!begun) throw new Error("A check came before its lesson.");
    const [lesson, module] = await begun;
    post({ id: ask.id, goals: check(lesson, ask.document, module) });
  };
}
