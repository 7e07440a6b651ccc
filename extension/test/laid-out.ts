/** The layout as the page asks the engine for it, in this process. */

import { readFileSync } from "node:fs";

import { type Document, isCircuit } from "../src/document/circuit";
import { place } from "../src/live/placing";
import { planOf, withPlaces } from "../src/scene/places";
import { measure } from "./measure";

const module = new WebAssembly.Module(readFileSync(new URL("../../qdesign/static/engine.wasm", import.meta.url)));

export function laidOut(document: Document, keep: ReadonlySet<string> = new Set()): Document {
  const { body } = document;
  return isCircuit(body) ? document : withPlaces(document, place(module, planOf(body, measure, keep)), keep);
}
