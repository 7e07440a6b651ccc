/** Where a host starts the studio: `createStudio(element, host)`. */

import { render } from "preact";

import { CATALOG, type Catalog } from "../../document/catalog.generated";
import type { LiveLoop } from "../../live/live-loop";
import type { Spawn } from "../../live/spawn";
import { FLUSH, type Host } from "../../port";
import drawing from "../drawing/drawing.css";
import { measureWith } from "../widgets/measure";
import tokens from "../widgets/tokens.css";
import widgets from "../widgets/widgets.css";
import { DRAFT, unreadOf } from "../workbench/draft";
import { followLanguage, languageOf } from "../workbench/language";
import { modulesOf, onRequest } from "../workbench/on-request";
import type { Shared } from "../workbench/shared";
import { succeed } from "../workbench/succession";
import { addTemplates } from "../workbench/templates";
import type { Room, Ui } from "../workbench/ui";
import { Workbench, WorkbenchContext } from "../workbench/workbench";
import { App } from "./app";
import { keepFocus } from "./focus";
import { listenForKeys } from "./keyboard";
import { ALL_COMMANDS, EFFECTS, STARTS, STYLES } from "./rooms";

const later = onRequest(() => import("../workbench/later"));

/** What only the bundle around the studio has. */
export interface Bundle {
  /** Makes a live loop. */
  readonly startLive: (limit: number, wide: () => Promise<Spawn | null>) => LiveLoop;
  readonly engine: Uint8Array;
  readonly scripts: Shared;
}

/** Puts the studio into an element; returns the clean-up. */
export function mountStudio(element: HTMLElement, host: Host, { startLive, engine, scripts }: Bundle): () => void {
  const style = document.createElement("style");
  style.append(tokens, widgets, drawing, ...STYLES);
  const root = document.createElement("div");
  root.className = "qd";
  root.tabIndex = -1;
  element.append(style, root);
  const settings = host.port.get("settings");
  root.dataset["theme"] = themeOf(settings.theme);
  if (inJupyter()) root.dataset["host"] = "jupyter";
  const room = roomIn(root);
  mark(root, room);
  const ui: Ui = {
    ...room,
    tab: "state",
    folded: room.short,
    dialog: "none",
    view: "circuit",
    asCircuit: false,
    half: "circuit",
    settings,
    saved: host.port.get("saved"),
    name: host.port.get("name"),
    theme: themeOf(settings.theme),
    drawer: "none",
    pane: "circuit",
    template: null,
    busy: null,
    message: null,
    problem: null,
    catalog: CATALOG,
    optimizing: false,
    playing: null,
    simplified: null,
    amplitudes: false,
    run: null,
  };
  const bench: Workbench = new Workbench({
    host,
    root,
    style,
    scripts,
    measure: measureWith(root),
    ui,
    effects: EFFECTS,
    commands: ALL_COMMANDS,
    startLive: (limit) =>
      startLive(limit, async () => {
        const loaded = await later.load(bench);
        loaded?.askBeyond(bench);
        return loaded?.spawnWide ?? null;
      }),
    engine,
  });
  succeed(bench);
  const cleanups = [
    listenForKeys(bench, root),
    keepFocus(bench, root),
    followTheme(bench, root),
    followSize(bench, root),
    keepOnLeaving(bench, root),
    ...[root, host.can.around ?? []]
      .flat()
      .map((part) => followLanguage(part, bench, languageOf(settings), () => namesIn(bench))),
    ...STARTS.map((start) => start(bench)),
  ];
  render(
    <WorkbenchContext.Provider value={bench}>
      <App />
    </WorkbenchContext.Provider>,
    root,
  );
  const asked = askCatalog(bench);
  const stopIdle = whenIdle(() => {
    void modulesOf(bench, "later");
    void asked.then(() => addTemplates(bench));
  });
  void bench.exchange.lookBack();
  return () => {
    stopIdle();
    for (const cleanup of cleanups) cleanup();
    render(null, root);
    bench.dispose();
    root.remove();
    style.remove();
  };
}

/** All that may hold names that a person gave, and the words of lessons. */
function namesIn({ state, ui }: Workbench): readonly unknown[] {
  const { lesson = [] } = ui.value.catalog as { readonly lesson?: Catalog[keyof Catalog] };
  const lessons = lesson.flatMap(({ title, help }) => [title, help]);
  return [state.document, state.preview, state.outer, ui.value.name, ...lessons];
}

/** Rows as Python has them, those of other packages among them. */
async function askCatalog(bench: Workbench): Promise<void> {
  if (!bench.asker.can("catalog")) return;
  const answer = await bench.asker.ask<"catalog">({ ask: "catalog" });
  // Page and Python are of one release, so that rows have the fields that are generated here.
  if (answer.kind === "done") bench.ui.patch({ catalog: answer.result.rows as unknown as Catalog });
}

/** Soon, but after the first drawing is shown; returns what drops it. */
function whenIdle(act: () => void): () => void {
  // Safari has none.
  if (typeof requestIdleCallback === "undefined") {
    const timer = setTimeout(act, 1000);
    return () => clearTimeout(timer);
  }
  const idle = requestIdleCallback(act, { timeout: 3000 });
  return () => cancelIdleCallback(idle);
}

function inJupyter(): boolean {
  return document.body.dataset["jpThemeLight"] !== undefined;
}

function themeOf(theme: "host" | "light" | "dark"): "light" | "dark" {
  if (theme !== "host") return theme;
  const light = document.body.dataset["jpThemeLight"];
  if (light !== undefined) return light === "true" ? "light" : "dark";
  const set = document.documentElement.dataset["theme"] ?? document.body.dataset["theme"];
  if (set === "dark" || set === "light") return set;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function followTheme(bench: Workbench, root: HTMLElement): () => void {
  const update = (): void => {
    const theme = themeOf(bench.ui.value.settings.theme);
    root.dataset["theme"] = theme;
    bench.ui.patch({ theme });
  };
  const query = matchMedia("(prefers-color-scheme: dark)");
  query.addEventListener("change", update);
  const observer = new MutationObserver(update);
  for (const element of [document.body, document.documentElement]) {
    observer.observe(element, {
      attributes: true,
      attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "data-theme"],
    });
  }
  let last = bench.ui.value.settings.theme;
  const stop = bench.ui.subscribe((ui) => {
    if (ui.settings.theme === last) return;
    last = ui.settings.theme;
    update();
  });
  return () => {
    query.removeEventListener("change", update);
    observer.disconnect();
    stop();
  };
}

/** Pixels below which the palette and then the inspector have no column, and below which forms close up. */
const NARROW = 900;
const PHONE = 600;
const SHORT = { wide: 560, narrow: 560, phone: 680 } as const;

function roomIn(root: HTMLElement): Room {
  // Not shown yet: as in a window that has room.
  const { clientWidth: width = 0, clientHeight: height = 0 } = root;
  const size = width && width < PHONE ? "phone" : width && width < NARROW ? "narrow" : "wide";
  return { size, short: height > 0 && height < SHORT[size] };
}

function mark(root: HTMLElement, { size, short }: Room): void {
  root.dataset["size"] = size;
  root.toggleAttribute("data-short", short);
}

function followSize(bench: Workbench, root: HTMLElement): () => void {
  const observer = new ResizeObserver(() => {
    const room = roomIn(root);
    const { size, short } = bench.ui.value;
    if (room.size === size && room.short === short) return;
    mark(root, room);
    bench.ui.patch({ ...room, drawer: "none", ...(room.short === short ? {} : { folded: room.short }) });
  });
  observer.observe(root);
  return () => observer.disconnect();
}

/** What was drawn reaches the host before the page goes, and when it asks. */
function keepOnLeaving(bench: Workbench, root: HTMLElement): () => void {
  const flush = (): void => {
    bench.flush();
  };
  // The browser asks whether to leave: what is on the page is neither saved nor kept against a crash.
  const warn = (event: BeforeUnloadEvent): void => {
    flush();
    const typed = unreadOf(bench.at(DRAFT).value) === bench.state.document.body;
    if ((typed || bench.ui.value.saved !== "saved") && !bench.host.can.journal?.holds()) event.preventDefault();
  };
  const hidden = (): void => {
    if (document.visibilityState === "hidden") flush();
  };
  window.addEventListener("beforeunload", warn);
  window.addEventListener("pagehide", flush);
  root.addEventListener(FLUSH, flush);
  document.addEventListener("visibilitychange", hidden);
  return () => {
    window.removeEventListener("beforeunload", warn);
    window.removeEventListener("pagehide", flush);
    document.removeEventListener("visibilitychange", hidden);
  };
}
