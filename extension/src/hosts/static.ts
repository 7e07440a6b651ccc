/**
 * The page with no server (`make page`): a start screen, the studio, drawings in the browser and in links.
 *
 * `#draw` is what this tab has open, `#d1.…` a link (view/widgets/link.ts), `#lesson=NAME` a lesson, `#join=LARK-42`
 * the way into a class; `#lessons`, `#keys` and `#about` are pages, anything else is the start screen. With `?embed`
 * the page is the studio alone, as in a frame of a course page.
 */

import * as scripts from "shared:scripts";
import { h, render } from "preact";

import { attempt } from "../document/errors";
import { loads } from "../document/read";
import { dumps } from "../document/write";
import { Asker } from "../live/asker";
import {
  type Ask,
  type AskKind,
  type CodeGiven,
  type Fields,
  FLUSH,
  type Host,
  JOIN,
  type Port,
  type Reply,
  TAKE,
  TEACH,
  type TextTaken,
} from "../port";
import drawing from "../view/drawing/drawing.css";
import type { Example, PageActs, PageState, Place } from "../view/start/model";
import { PageFrame } from "../view/start/page";
import start from "../view/start/start.css";
import { isLink, readLink } from "../view/widgets/link";
import { measureWith } from "../view/widgets/measure";
import share from "../view/widgets/share.css";
import tokens from "../view/widgets/tokens.css";
import widgets from "../view/widgets/widgets.css";
import { Cell } from "../view/workbench/cell";
import { followLanguage, languageOf } from "../view/workbench/language";
import { NOT_LOADED, onRequest, type Script } from "../view/workbench/on-request";
import { readProgram } from "../view/workbench/text-in";
import * as kept from "./drawings";
import { EMPTY_DOCUMENT } from "./empty";
import { createStudio } from "./studio";

/** What begins the address that a class shows, before its code. */
const CLASS = "#join=";
const SCRIPTS: readonly Script[] = ["later", "editor", "words"];
const ASKS: readonly AskKind[] = [...SCRIPTS, "catalog", "lesson"];
const PLACES: readonly string[] = ["lessons", "keys", "about"] satisfies readonly Place[];
const LESSON = "#lesson=";
/** How the text of a lesson begins. */
const LESSON_TEXT = /^\s*\{\s*"format":\s*"qdesign-lesson"/;
const pages = onRequest(() => import("./pages/later"));
const embedded = new URLSearchParams(location.search).has("embed");
const { version = "", size = "", binder = "", docs = "" } = document.documentElement.dataset;
/** Files of one build are asked for by its version. */
const { search } = new URL(import.meta.url);
/** Does a class serve the page? Then it says so of it. */
const isOfClass = "ofClass" in document.documentElement.dataset;
const LESSONS = `lessons.json${search}`;
const dark = matchMedia("(prefers-color-scheme: dark)");

const state = new Cell<PageState>({
  ...{ place: "start", theme: "light", examples: [], kept: kept.keptDrawings(), refused: "" },
  ...{ pages: null, offline: false, usable: null, open: "", member: kept.keptMember() },
});
let tab: kept.Tab | null = null;
let closeStudio = (): void => undefined;
let home: HTMLElement | null = null;

/** Asks that the files beside the page answer. */
async function answered(question: Ask): Promise<Reply> {
  const { id, ask } = question;
  const failed = (message: string): Reply => ({ id, reply: "failed", error: { message, kind: "Disconnected" } });
  if (ask === "catalog" || ask === "lesson") {
    const here = await pages.load(page);
    if (!here) return failed(NOT_LOADED);
    return here.answered(question, LESSONS).then(
      (result): Reply => ({ id, reply: "done", result }),
      (error: Error) => failed(error.message),
    );
  }
  const found = SCRIPTS.some((each) => each === ask) ? await fetch(`${ask}.js${search}`).catch(() => null) : null;
  return found?.ok
    ? { id, reply: "done", result: { script: await found.text() } }
    : failed("No Python is behind this page.");
}

/** Where asks go, and replies come from. */
function line(): Pick<Port, "send" | "onMessage"> {
  const told = new Set<Parameters<Port["onMessage"]>[0]>();
  return {
    send(message) {
      if ("ask" in message) void answered(message).then((reply) => told.forEach((tell) => tell(reply, [])));
    },
    onMessage(listener) {
      told.add(listener);
      return () => told.delete(listener);
    },
  };
}

/** What the page itself loads parts with. */
const page = {
  asker: new Asker(line(), SCRIPTS),
  scripts,
  wear(styles: string): void {
    if (worn.has(styles)) return;
    worn.add(styles);
    // What the page itself wears counts more.
    style.lastChild?.before(styles);
  },
};
const worn = new Set<string>();

/** Has the pages that are loaded on request. */
async function loadPages(): Promise<void> {
  if (state.value.pages !== null && typeof state.value.pages !== "string") return;
  const here = await pages.load(page);
  const lessons = await here?.lessonsHere(LESSONS).catch(() => null);
  state.patch({ pages: here && lessons ? { ...here, lessons } : NOT_LOADED });
}

function hostOf(opened: kept.Tab): Host {
  let own = opened;
  const fields: { -readonly [K in keyof Fields]: Fields[K] } = {
    ...{ document: own.document, values: {}, settings: kept.keptSettings(), name: own.name, saved: "saved" },
  };
  const told = { saved: new Set<(value: never) => void>(), name: new Set<(value: never) => void>() };
  const isTold = (field: keyof Fields): field is keyof typeof told => field in told;
  /** What another tab wrote stays: this one goes on under a name of its own. */
  const fork = (): void => {
    const { name } = own;
    own = kept.forked(own);
    fields.name = own.name;
    for (const tell of told.name) tell(own.name as never);
    const refused = `Another tab changed '${name}', too. This one goes on as '${own.name}'; both are kept.`;
    state.patch({ open: own.id, refused });
  };
  const keep = (text: string): boolean => {
    if (!embedded && kept.isChangedElsewhere(own)) fork();
    own = { ...own, document: text };
    tab = own;
    if (embedded) return true;
    const isKept = kept.keepDrawing({ ...tab, time: Date.now() });
    return kept.keepTab(tab) && isKept;
  };
  return {
    port: {
      get: (field) => fields[field],
      set(field, value) {
        fields[field] = value;
        if (field === "settings") {
          kept.keepSettings(fields.settings);
          follow();
        }
        if (field !== "document" || fields.document === own.document) return;
        const now = keep(fields.document) ? "saved" : "unsaved";
        if (now === fields.saved) return;
        fields.saved = now;
        for (const tell of told.saved) tell(now as never);
      },
      onChange(field, listener) {
        if (isTold(field)) told[field].add(listener as (value: never) => void);
        return () => isTold(field) && told[field].delete(listener as (value: never) => void);
      },
      ...line(),
    },
    can: {
      asks: ASKS,
      noPython: `this page has none: pip install qdesign${binder && ", or Open in Binder on the page Start"}`,
      page: acts.address,
      begin: () => !embedded,
      save: () => {
        const now = acts.now();
        if (now) acts.save(now);
      },
      kept: embedded ? "in this frame" : "in this browser",
    },
  };
}

/** Puts the studio in place with the drawing of this tab. */
function mount(own: kept.Tab): void {
  closeStudio();
  tab = own;
  if (!embedded) kept.keepTab(own);
  if (home) closeStudio = createStudio(home, hostOf(own));
  state.patch({ place: "drawing", open: own.id, refused: "" });
  if (!embedded && location.hash !== "#draw") history.pushState(null, "", "#draw");
}

const studio = (): HTMLElement | null => home?.querySelector<HTMLElement>(".qd") ?? null;

const acts: PageActs = {
  ...{ version, size, binder, docs, isOfClass },
  // Without the name of the file, so that what is beside it can be named.
  address: location.origin + location.pathname.replace(/index\.html$/, ""),
  go(place) {
    location.hash = place === "start" ? "" : place === "drawing" ? "draw" : place;
  },
  learn(name) {
    acts.now();
    const drawn = kept.keptDrawings().find(({ lesson }) => lesson === name);
    if (drawn) acts.open(drawn, drawn.id);
    else void begin(name);
  },
  open({ name, document: text }, id = kept.newId()) {
    // As the studio writes it, so that what was only looked at is not taken for an edit.
    const read = attempt(() => dumps(loads(text || EMPTY_DOCUMENT)));
    if ("refusal" in read) acts.refuse(read.refusal.message);
    else mount({ id, name, document: read.value });
  },
  join: (code) => offerClass({ code, pressed: code !== "" }),
  forget(id) {
    kept.forgetDrawing(id);
    state.patch({ kept: kept.keptDrawings() });
  },
  take(file, text) {
    const name = file.slice(0, Math.max(0, file.lastIndexOf("."))) || file || "pasted";
    acts.refuse("");
    if (!text.trim()) {
      if (file) acts.refuse(`'${file}' is empty. Choose another file.`);
      return;
    }
    if (file.endsWith(".qdesign")) {
      acts.open({ name, document: text });
      return;
    }
    if (file.endsWith(".qlesson") || (!file && LESSON_TEXT.test(text))) {
      void teach(name, text);
      return;
    }
    if (file.endsWith(".handin")) {
      acts.refuse(`'${file}' is a hand-in of a lesson. qdesign lesson grade FOLDER checks it.`);
      return;
    }
    void takeProgram(name, { file, text });
  },
  takeLink(link) {
    const fragment = link.trim().slice(Math.max(0, link.trim().indexOf("#")));
    if (isLink(fragment)) void openLink(fragment);
    else acts.refuse("This is no link to a drawing: those have #d1. and the drawing behind the page's address.");
  },
  refuse: (refused) => state.patch({ refused }),
  now() {
    studio()?.dispatchEvent(new Event(FLUSH));
    return tab;
  },
  save({ name, document: text }) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `${name}.qdesign`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  },
  hold(element) {
    home = element;
    void arrive();
  },
};

/** A lesson from its start. */
async function begin(name: string): Promise<void> {
  await loadPages();
  const { pages: here } = state.value;
  const lessons = here === null || typeof here === "string" ? [] : here.lessons;
  const lesson = lessons.find((each) => each.name === name);
  if (lesson) acts.open({ name: lesson.title, document: lesson.start });
  else
    acts.refuse(lessons.length ? `There is no lesson '${name.slice(0, 80)}' here. Choose one of these.` : NOT_LOADED);
}

/** A lesson of a file, from its start; what is no lesson opens nothing. */
async function teach(name: string, text: string): Promise<void> {
  const read = await answered({ id: 0, ask: "lesson", name: "", text });
  if (read.reply === "failed") acts.refuse(read.error.message);
  if (read.reply !== "done") return;
  acts.open({ name, document: "" });
  studio()?.dispatchEvent(new CustomEvent(TEACH, { detail: text }));
}

/** A program in a drawing of its own; what cannot be read opens nothing. */
async function takeProgram(name: string, detail: TextTaken): Promise<void> {
  const read = await readProgram(page, detail.text, { format: "auto" });
  if ("why" in read) {
    acts.refuse(detail.file ? `'${detail.file}' is not taken. ${read.why}` : read.why);
    return;
  }
  acts.open({ name, document: "" });
  studio()?.dispatchEvent(new CustomEvent(TAKE, { detail }));
}

async function openLink(fragment: string): Promise<void> {
  try {
    const read = await readLink(fragment);
    // The way back does not lead to the link again, which would leave the drawing that was made of it.
    if (isLink(location.hash)) history.replaceState(null, "", embedded ? fragment : "#draw");
    acts.open(read);
  } catch (error) {
    state.patch({ place: embedded ? "drawing" : "start", refused: error instanceof Error ? error.message : "" });
  }
}

/** Has the studio offer to join a class, or join it; opens it where it is not. */
function offerClass(given: CodeGiven): void {
  const last = tab ?? (embedded ? null : kept.tabDrawing());
  if (!studio()) acts.open(last ?? { name: "ansatz", document: "" }, last?.id);
  else if (!embedded && location.hash !== "#draw") history.replaceState(null, "", "#draw");
  state.patch({ place: "drawing" });
  studio()?.dispatchEvent(new CustomEvent<CodeGiven>(JOIN, { detail: given }));
}

/** Goes where the address says. */
async function arrive(): Promise<void> {
  const { hash } = location;
  acts.refuse("");
  const last = tab ?? (embedded ? null : kept.tabDrawing());
  if (hash.startsWith(LESSON)) {
    const name = hash.slice(LESSON.length);
    if (embedded) await begin(name);
    else {
      history.replaceState(null, "", "#lessons");
      state.patch({ place: "lessons", kept: kept.keptDrawings() });
      acts.learn(name);
    }
  } else if (hash.startsWith(CLASS)) {
    offerClass({ code: hash.slice(CLASS.length), pressed: false });
  } else if (isLink(hash)) await openLink(hash);
  else if (hash === "#draw" && last && studio()) state.patch({ place: "drawing" });
  else if (hash === "#draw" && last) mount(last);
  else if (embedded) acts.open({ name: "ansatz", document: "" });
  else {
    // The newest text goes on its card.
    acts.now();
    const own = kept.keptDrawings();
    const at = hash.slice(1);
    const member = kept.keptMember();
    state.patch({ place: PLACES.includes(at) ? (at as Place) : "start", kept: own, member });
    if (state.value.place !== "start" || own.some(({ lesson }) => lesson !== undefined)) void loadPages();
  }
  requestAnimationFrame(() => state.value.usable ?? state.patch({ usable: performance.now() / 1000 }));
}

/** Speaks the chosen language around the studio, which speaks it for itself. */
function speak(): void {
  followLanguage(frame, page, languageOf(kept.keptSettings()), () => state.value.kept.map(({ name }) => name));
}

/** The page wears what the studio wears. */
function follow(): void {
  const { theme } = kept.keptSettings();
  const now = theme === "host" ? (dark.matches ? "dark" : "light") : theme;
  state.patch({ theme: now });
  frame.dataset["theme"] = now;
}

const style = document.createElement("style");
style.append(tokens, widgets, drawing, share, start);
document.head.append(style);
const frame = document.createElement("div");
frame.className = "qd qd-page";
frame.toggleAttribute("data-embedded", embedded);
document.body.append(frame);
follow();
dark.addEventListener("change", follow);
addEventListener("hashchange", () => void arrive());
// Other tabs draw, too.
addEventListener("storage", () => {
  if (state.value.place !== "drawing") state.patch({ kept: kept.keptDrawings() });
});
speak();
render(h(PageFrame, { state, acts, measure: measureWith(frame) }), frame);

if (!embedded) {
  fetch(`gallery.json${search}`)
    .then((answer) => answer.json())
    .then((examples: readonly Example[]) => state.patch({ examples }))
    .catch(() => acts.refuse("The examples could not be loaded. All else works; load the page again to try."));
  // After the first drawing, since it fetches all that is used later.
  addEventListener("load", () => void keepPage().catch(() => undefined));
}

/** Has the browser keep the page for offline use, where it can. */
async function keepPage(): Promise<void> {
  const workers = navigator.serviceWorker;
  await workers?.register("sw.js");
  const { active } = (await workers?.ready) ?? {};
  const look = (): void => {
    if (active?.state === "activated") state.patch({ offline: true });
  };
  active?.addEventListener("statechange", look);
  look();
}
