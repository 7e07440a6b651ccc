/** Words that somebody wrote for a class of their own: a JSON object, English text → own text. */

import { Refusal } from "../document/errors";
import { PLACES, type Words } from "./table";

const MOST = 1_000_000;

/** Reads a file of words; throws a `Refusal` where it holds none. */
export function readWords(text: string): Words {
  const entries = text.length > MOST ? [] : Object.entries(objectIn(text));
  if (!entries.length)
    throw new Refusal("InvalidText", 'Words are a JSON object of at most 1 MB, such as {"Undo": "Rückgängig"}.');
  for (const [key, own] of entries) {
    const name = `'${key.slice(0, 60)}'`;
    if (typeof own !== "string")
      throw new Refusal("InvalidText", `${name} has no text behind it. Write your words in quotes.`);
    if (`${key.match(PLACES) ?? []}` !== `${own.match(PLACES) ?? []}`)
      throw new Refusal("InvalidText", `${name} has other places than your words. Keep each of them, in its order.`);
  }
  return Object.fromEntries(entries) as Words;
}

function objectIn(text: string): object {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null && !Array.isArray(read) ? read : {};
  } catch {
    return {};
  }
}
