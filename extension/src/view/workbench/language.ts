/** The language of a page's words: who chose it, and the script that puts them in (docs/decisions/0035). */

import { attempt } from "../../document/errors";
import type { Settings } from "../../port";
import { Cell } from "./cell";
import { onRequest, type Wearing } from "./on-request";
import type { Workbench } from "./workbench";

/** A language by its code, or words of somebody's own over it. */
export interface Choice {
  readonly language: string;
  readonly words?: Readonly<Record<string, string>> | undefined;
}

/** Languages that have a table, by their codes. */
const KNOWN = ["en", "de"];
const KEPT = "qdesign.language";
const WORDS = onRequest(() => import("./words"));
/** What was chosen on this page, for all studios on it. */
export const CHOSEN = new Cell<Choice | null>(null);

/** Says a text of the studio as it is shown; for what is searched. */
export const spoken: { say(text: string): string } = { say: (text) => text };

/** By the address, else by who made the studio, else as it was chosen in this browser, else as the host's page is. */
export function languageOf(settings: Pick<Settings, "language" | "words">): Choice {
  const asked = known(new URLSearchParams(location.search).get("lang"));
  const { language, words } = settings;
  const own = Object.keys(words).length ? words : undefined;
  if (asked) return { language: asked, words: own };
  if (language !== "host" || own) return { language: language === "host" ? "en" : language, words: own };
  return keptChoice() ?? { language: known(document.documentElement.lang) ?? "en" };
}

const known = (code: string | null): string | undefined => KNOWN.find((each) => code?.toLowerCase().startsWith(each));

function keptChoice(): Choice | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "null") as Choice | null;
  } catch {
    return null;
  }
}

/** Chooses the language of this page, and of the next ones in this browser. */
export function chooseLanguage(choice: Choice): void {
  CHOSEN.set(choice);
  try {
    localStorage.setItem(KEPT, JSON.stringify(choice));
  } catch {
    // A frame of another site keeps nothing.
  }
}

/** Takes the words of a file over those that are spoken, or says why it does not. */
export function openWords(bench: Workbench, text: string): void {
  WORDS.use(bench, ({ readWords }) => {
    const read = attempt(() => readWords(text));
    if ("refusal" in read) bench.say("error", read.refusal.message);
    else chooseLanguage({ language: CHOSEN.value?.language ?? "en", words: read.value });
  });
}

/** Speaks the chosen language in a part of the page; returns the clean-up. */
export function followLanguage(
  root: HTMLElement,
  loading: Wearing,
  first: Choice,
  names: () => readonly unknown[],
): () => void {
  let stop = (): void => undefined;
  let closed = false;
  // Where parts of the page each have names of their own, each looks up its own texts.
  root.dataset["spoken"] = "";
  const apply = async (): Promise<void> => {
    const { language, words } = CHOSEN.value ?? first;
    const module = language === "en" && !words ? null : await WORDS.load(loading);
    if (closed || (CHOSEN.value ?? first).language !== language) return;
    stop();
    stop = () => undefined;
    spoken.say = (text) => text;
    const table = { ...module?.LANGUAGES[language], ...words };
    if (!module || !Object.keys(table).length) return;
    const known = new module.Names();
    const owned = (text: string): boolean => {
      for (const each of names()) known.take(each);
      return known.has(text);
    };
    spoken.say = module.sayer({ words: table, owned });
    stop = module.speak({ root, language, words: table, owned });
  };
  const unsubscribe = CHOSEN.subscribe(() => void apply());
  void apply();
  return () => {
    closed = true;
    unsubscribe();
    stop();
  };
}
