/** Where a host starts the studio: `createStudio(element, host)`. */

import { render } from "preact";

import panels from "../../../style/panels.css";
import studio from "../../../style/studio.css";
import tokens from "../../../style/tokens.css";
import zx from "../../../style/zx.css";
import { CATALOG, type Catalog } from "../../document/catalog.generated";
import type { LiveLoop } from "../../live/live-loop";
import type { Host } from "../../port";
import { convertBody } from "../diagram/convert";
import { offerExports } from "../export/exports";
import { dropRedundant, simplifyDocument } from "../simplify/simplifying";
import { listenForClipboard } from "../text/clipboard";
import { optimize, resetValues, stopOptimizing, stopPlaying } from "../tune/tuning";
import { measureWith } from "../widgets/measure";
import { watchFigures } from "../workbench/figures";
import { Bench, type Size, type Ui, Workbench } from "../workbench/workbench";
import { App } from "./app";
import { listenForKeys } from "./keyboard";

/** Puts the studio into an element; returns the clean-up. `startLive` makes a live loop. */
export function mountStudio(element: HTMLElement, host: Host, startLive: (limit: number) => LiveLoop): () => void {
  const style = document.createElement("style");
  style.textContent = tokens + studio + panels + zx;
  const root = document.createElement("div");
  root.className = "qd";
  root.tabIndex = -1;
  element.append(style, root);
  const settings = host.port.get("settings");
  root.dataset["theme"] = themeOf(settings.theme);
  if (inJupyter()) root.dataset["host"] = "jupyter";
  const size = sizeOf(root);
  root.dataset["size"] = size;
  const ui: Ui = {
    tab: "state",
    dialog: "none",
    view: "circuit",
    half: "circuit",
    settings,
    saved: host.port.get("saved"),
    name: host.port.get("name"),
    theme: themeOf(settings.theme),
    size,
    drawer: "none",
    pane: "circuit",
    busy: null,
    message: null,
    problem: null,
    catalog: CATALOG,
    energies: [],
    optimizing: false,
    playing: null,
    simplified: null,
    amplitudes: false,
  };
  const bench = new Workbench(host, startLive(settings.live_limit), measureWith(root), ui);
  bench.root = root;
  bench.startLoop = () => startLive(settings.live_limit);
  offerEffects(bench);
  offerExports(bench);
  const cleanups = [
    listenForKeys(bench, root),
    listenForClipboard(bench, root),
    followTheme(bench, root),
    followSize(bench, root),
    keepOnLeaving(bench),
    watchFigures(bench),
  ];
  render(
    <Bench.Provider value={bench}>
      <App />
    </Bench.Provider>,
    root,
  );
  void askCatalog(bench);
  void bench.lookBack();
  return () => {
    stopPlaying(bench);
    stopOptimizing(bench);
    for (const cleanup of cleanups) cleanup();
    render(null, root);
    bench.dispose();
    root.remove();
    style.remove();
  };
}

function offerEffects(bench: Workbench): void {
  const { effects } = bench;
  effects.set("undo", () => bench.store.undo());
  effects.set("redo", () => bench.store.redo());
  effects.set("save", () => {
    bench.flush();
    bench.host.can.save?.();
  });
  effects.set("keys", () => bench.ui.patch({ dialog: "keys" }));
  effects.set("commands", () => bench.ui.patch({ dialog: "commands" }));
  effects.set("zoom-in", () => bench.zoom?.change(1.25));
  effects.set("zoom-out", () => bench.zoom?.change(0.8));
  effects.set("zoom-fit", () => bench.zoom?.fit());
  effects.set("zoom-one", () => bench.zoom?.one());
  effects.set("optimize", () => optimize(bench));
  effects.set("reset", () => resetValues(bench));
  effects.set("simplify", () => void simplifyDocument(bench, "best", "two_qubit"));
  effects.set("drop-redundant", () => void dropRedundant(bench));
  effects.set("send", () => bench.ui.patch({ view: bench.ui.value.view === "send" ? "circuit" : "send" }));
  effects.set("circuit", () => {
    bench.ui.patch({ view: "circuit" });
    if (bench.state.document.body.kind === "diagram") void convertBody(bench);
  });
  effects.set("zx", () => bench.ui.patch({ view: "zx" }));
  effects.set("copy", () => document.execCommand("copy"));
  effects.set("cut", () => document.execCommand("cut"));
  effects.set("paste", () => {
    navigator.clipboard.readText().then(
      (text) => bench.pasteText(text),
      () => bench.say("error", "The browser does not let the page read the clipboard. Press Ctrl+V."),
    );
  });
}

/** Rows as Python has them, those of other packages among them. */
async function askCatalog(bench: Workbench): Promise<void> {
  if (!bench.asker.can("catalog")) return;
  const answer = await bench.asker.ask<"catalog">({ ask: "catalog" });
  // Page and Python are of one release, so that rows have the fields that are generated here.
  if (answer.kind === "done") bench.ui.patch({ catalog: answer.result.rows as unknown as Catalog });
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

function sizeOf(root: HTMLElement): Size {
  const { width } = root.getBoundingClientRect();
  return width > 0 && width < 480 ? "phone" : width > 0 && width < 900 ? "narrow" : "wide";
}

function followSize(bench: Workbench, root: HTMLElement): () => void {
  const observer = new ResizeObserver(() => {
    const size = sizeOf(root);
    if (size === bench.ui.value.size) return;
    root.dataset["size"] = size;
    bench.ui.patch({ size, drawer: "none" });
  });
  observer.observe(root);
  return () => observer.disconnect();
}

/** What was drawn reaches the host before the page goes. */
function keepOnLeaving(bench: Workbench): () => void {
  const flush = (): void => {
    bench.flush();
  };
  const hidden = (): void => {
    if (document.visibilityState === "hidden") flush();
  };
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", hidden);
  return () => {
    window.removeEventListener("pagehide", flush);
    document.removeEventListener("visibilitychange", hidden);
  };
}
