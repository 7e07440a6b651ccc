/** Lessons where no Python is: the page's own ones from a file beside it, others from their text. */

import { CATALOG } from "../../document/catalog.generated";
import { parseJson, writeJson } from "../../document/json";
import { readLesson } from "../../lessons/lesson";
import type { CatalogResult, LessonResult } from "../../port";
import type { LessonCard } from "../../view/start/model";

/** A lesson as scripts/gallery.py writes it. */
interface Written {
  readonly revision: string;
  readonly lesson: Omit<LessonCard, "start" | "goals"> & {
    readonly start: object;
    readonly goals: readonly unknown[];
  };
}

let written: Promise<readonly Written[]> | null = null;

/** The lessons of the page, from their file; tried again where they could not be had. */
function fetched(file: string): Promise<readonly Written[]> {
  written ??= fetch(file)
    .then((answer) => answer.json() as Promise<readonly Written[]>)
    .catch((error: unknown) => {
      written = null;
      throw error;
    });
  return written;
}

const begun = ({ name, start }: Written["lesson"]): string => JSON.stringify({ ...start, lesson: { name } });

export async function lessonsHere(file: string): Promise<readonly LessonCard[]> {
  return (await fetched(file)).map(({ lesson }) => ({ ...lesson, start: begun(lesson), goals: lesson.goals.length }));
}

/** What Python would answer to the asks `catalog` and `lesson`; throws in words. */
export async function answered(
  question: { readonly ask: "catalog" } | { readonly ask: "lesson"; readonly name: string; readonly text: string },
  file: string,
): Promise<CatalogResult | LessonResult> {
  if (question.ask === "catalog") {
    const lesson = (await fetched(file)).map(({ lesson: { name, title, group, help, minutes } }) => ({
      ...{ name, title, group, help, minutes },
    }));
    return { rows: { ...CATALOG, lesson } } as unknown as CatalogResult;
  }
  if (question.text) return own(question.text);
  const found = (await fetched(file)).find(({ lesson }) => lesson.name === question.name);
  if (!found) throw new Error(`There is no lesson '${question.name}' in this page.`);
  return { text: JSON.stringify(found.lesson), revision: found.revision, document: begun(found.lesson) };
}

/** A lesson of a file, whose reference answer stays out of it. */
async function own(text: string): Promise<LessonResult> {
  readLesson(text);
  const whole = writeJson(parseJson(text));
  const { reference: _reference, ...lesson } = JSON.parse(text) as Written["lesson"] & { readonly reference: object };
  return { text: JSON.stringify(lesson), revision: await revisionOf(`${whole}\n`), document: begun(lesson) };
}

/** As Python names a version of a lesson; empty on an address where browsers do not compute it. */
async function revisionOf(text: string): Promise<string> {
  if (!globalThis.crypto?.subtle) return "";
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
