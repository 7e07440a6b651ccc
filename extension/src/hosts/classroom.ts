/** The instructor's page of a class in Panel: what Python tells goes in, what is pressed goes out. */

import { render as draw, h } from "preact";
import type { Snapshot } from "../view/classroom/class.generated";
import styles from "../view/classroom/classroom.css";
import type { Act, Answer, ClassState } from "../view/classroom/model";
import { ClassPage } from "../view/classroom/page";
import drawing from "../view/drawing/drawing.css";
import { measureWith } from "../view/widgets/measure";
import tokens from "../view/widgets/tokens.css";
import widgets from "../view/widgets/widgets.css";
import { Cell } from "../view/workbench/cell";
import { languageOf } from "../view/workbench/language";
import { LANGUAGES, Names, speak } from "../view/workbench/words";
import { holdOn } from "./bokeh";
import type { RenderContext } from "./channel";

/** Python tells how the class stands every 2 s; after so long it does not answer, ms. */
const SILENCE = 10_000;
const GONE = "The server does not answer; nothing was changed.";

/** In the language of the address, the server or the browser; names and texts of lessons are left as they are. */
function spokenIn(root: HTMLElement, chosen: string, state: Cell<ClassState>): () => void {
  const { language, words } = languageOf({ language: chosen === "en" || chosen === "de" ? chosen : "host", words: {} });
  const table = { ...LANGUAGES[language], ...words };
  if (!Object.keys(table).length) return () => undefined;
  const names = new Names();
  root.dataset["spoken"] = "";
  const owned = (text: string): boolean => {
    names.take(state.value.snapshot);
    return names.has(text);
  };
  return speak({ root, language, words: table, owned });
}

function render({ model, el, view }: RenderContext): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const state = new Cell<ClassState>({ theme: "light", snapshot: null, gone: false });
  const root = document.createElement("div");
  root.className = "qd qd-classroom";
  const style = document.createElement("style");
  style.append(tokens, widgets, drawing, styles);
  el.append(style, root);
  el.style.cssText += "position: relative; width: 100%; height: 100%";
  holdOn(view?.model?.document);

  const wear = (): void => {
    root.dataset["theme"] = dark.matches ? "dark" : "light";
  };
  wear();
  dark.addEventListener("change", wear);

  let silence: ReturnType<typeof setTimeout> | undefined;
  const hear = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => state.patch({ gone: true }), SILENCE);
    const text = String(model.get("snapshot_text") || "");
    if (text) state.patch({ snapshot: JSON.parse(text) as Snapshot, gone: false });
  };
  model.on("change:snapshot_text", hear);
  hear();

  let id = 0;
  const open = new Map<number, (answer: Answer) => void>();
  const ask = (act: Act): Promise<Answer> =>
    new Promise((resolve) => {
      id += 1;
      const own = id;
      const late = setTimeout(() => answer(own, { error: GONE }), SILENCE);
      open.set(own, (said) => {
        clearTimeout(late);
        resolve(said);
      });
      view?.model_proxy?.send_msg({ ...act, id: own });
    });
  const answer = (which: number, said: Answer): void => {
    open.get(which)?.(said);
    open.delete(which);
  };
  const listen = (event: unknown): void => {
    const data = Object(Object(event) as { readonly data?: unknown }) as { readonly data?: unknown };
    const { id: which, ...said } = Object(data.data ?? event) as { readonly id: number } & Answer;
    answer(which, said);
  };
  model.on("msg:custom", listen);
  const stopSpeaking = spokenIn(root, String(model.get("language") || "host"), state);
  draw(h(ClassPage, { state, ask, measure: measureWith(root) }), root);
  return () => {
    clearTimeout(silence);
    dark.removeEventListener("change", wear);
    model.off("change:snapshot_text", hear);
    model.off("msg:custom", listen);
    draw(null, root);
    stopSpeaking();
    el.replaceChildren();
  };
}

export default { render };
