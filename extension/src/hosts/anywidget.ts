/** The face of qdesign in notebooks and Panel: one anywidget module for both. */

import { COMPARE, FLUSH, type Host, type Journal, type Port, TEACH } from "../port";
import type { RenderContext } from "./channel";
import { fileBar } from "./file-bar";
import { type DocumentJournal, documentJournal, NOTEBOOK, NOTEBOOKS } from "./journal";
import { type OpenedFile, openedFile } from "./opened-file";
import { createStudio } from "./studio";
import { versionOf } from "./version";
import { portOf } from "./widget-port";

export { createStudio };

function render(context: RenderContext): () => void {
  const { el } = context;
  const inPanel = context.view?.model_proxy !== undefined;
  const { port, show, rename, keep, channel, succession, onAway, stop: hangUp } = portOf(context);
  el.classList.add("qdesign-host");
  const height = context.model.get("studio_height");
  el.addEventListener("keydown", keepKeys);
  // Panel renders in a shadow root already; a notebook's own styles would reach into the studio.
  const frame = document.createElement("div");
  // In a notebook's output text can be selected; a gate that is dragged must not start that.
  frame.style.cssText =
    "display: flex; flex-direction: column; overflow: hidden; user-select: none; -webkit-user-select: none; " +
    // Beside others in a box it takes what is left, and is never squeezed to nothing.
    "width: 100vw; max-width: 100%; min-width: 200px";
  // Not on `el`: ipywidgets writes its Layout there, sometimes after this ran.
  frame.style.height = inPanel ? "100%" : typeof height === "number" ? `${height}px` : "640px";
  el.append(frame);
  const inside = inPanel ? frame : frame.attachShadow({ mode: "open" });
  const opens = inPanel && Boolean(context.model.get("file_name"));
  const root = document.createElement("div");
  const done = (): void => root.querySelector<SVGElement>(".qd-canvas")?.focus({ preventScroll: true });
  const endings = String(context.model.get("file_endings"));
  const kept = (): void => {
    // A copy beside the file that is open is not that file.
    if (opens) return;
    keep("saved");
    bases.push(versionOf(port.get("document")));
    journal.saved();
  };
  const open = (document: string, name: string, from: string): void => {
    file?.replace({ name, file: from });
    show(document, name);
  };
  const lesson = (detail: string): void => {
    root.querySelector(".qd")?.dispatchEvent(new CustomEvent(TEACH, { detail }));
  };
  const bar = inPanel ? fileBar(inside, port, { endings, show: open, lesson, kept, done }) : null;
  root.style.cssText = "flex: 1; height: 100%; min-height: 0; position: relative";
  inside.append(root);
  // What a session of an app began with is what tells it from those of another document.
  const bases = [versionOf(port.get("document"))];
  const journal = inPanel ? tabJournal(context.model, port, bases, () => file) : notebookJournal(context, port);
  const file: OpenedFile | null =
    bar === null
      ? null
      : openedFile(context.model, port, {
          ...{ channel, onAway, bar },
          tell: keep,
          rename,
          flush: () => root.querySelector(".qd")?.dispatchEvent(new Event(FLUSH)),
          compare: () => root.querySelector(".qd")?.dispatchEvent(new Event(COMPARE)),
          kept: () => {
            bases.push(versionOf(port.get("document")));
            journal.saved();
          },
          refused: () => journal.refused(),
        });
  const host: Host = {
    port: file?.port ?? port,
    can: {
      asks: null,
      // Alone on a page of its own, and not one of several things in an app or a notebook.
      begin: () => inPanel && document.body.dataset["jpThemeLight"] === undefined && fillsPage(frame),
      ...(inPanel ? { taken: kept, around: frame } : {}),
      ...(succession === null ? {} : { succession }),
      journal: inPanel ? journal : followed(journal, port),
      ...(file === null ? {} : { onDisk: file.onDisk, program: file.program }),
      // Its kernel has it; the file does once the notebook is saved.
      ...(bar === null ? { kept: "in the notebook" } : { save: file?.save ?? bar.download }),
      get saveWhole() {
        return file?.saveWhole;
      },
    },
  };
  const stop = createStudio(root, host);
  return () => {
    stop();
    file?.stop();
    journal.close();
    hangUp();
    el.removeEventListener("keydown", keepKeys);
    el.replaceChildren();
  };
}

function fillsPage({ clientWidth, clientHeight }: HTMLElement): boolean {
  return clientWidth > innerWidth * 0.8 && clientHeight > innerHeight * 0.8;
}

/**
 * What is drawn in a notebook lives in its kernel alone. The place is as Python names it, with the notebook's own path
 * where JupyterLab tells it: a kernel goes on under the name that the notebook had.
 */
function notebookJournal({ model, el }: RenderContext, port: Port): DocumentJournal {
  const named = model.get("document_place");
  const [made, ...rest] = (typeof named === "string" && named !== "" ? named : location.pathname).split("\n");
  let panel: HTMLElement | null = null;
  const journal = documentJournal(NOTEBOOKS, () => {
    // A cell out of sight is in no panel.
    panel = el.closest<HTMLElement>(`[${NOTEBOOK}]`) ?? panel;
    const place = [panel?.getAttribute(NOTEBOOK) ?? made, ...rest].join("\n");
    return { place, named: true, bases: [], text: port.get("document") };
  });
  return { ...journal, recover: () => shown(el).then(() => journal.recover()) };
}

/** A cell's output comes into the page some time after it is made. */
function shown(el: HTMLElement): Promise<void> {
  return new Promise((resolve) => {
    const watch = new ResizeObserver(() => {
      if (!el.isConnected) return;
      watch.disconnect();
      resolve();
    });
    watch.observe(el);
  });
}

/** The file that somebody named is what it is, whoever wrote it last; else what a session began with tells. */
function tabJournal(
  model: RenderContext["model"],
  port: Port,
  began: readonly string[],
  opened: () => OpenedFile | null,
): DocumentJournal {
  const file = model.get("file_place");
  const named = typeof file === "string" && file !== "";
  const place = named ? file : location.pathname;
  return documentJournal(
    "panel",
    () => ({
      ...{ place, named, bases: opened()?.program.versions ?? began, other: opened()?.other },
      ...{ text: port.get("document"), program: opened()?.program.program },
    }),
    (left) => opened()?.restore(left),
  );
}

/** A journal that, once something was drawn, also takes what Python makes of it. */
function followed(journal: Journal, port: Port): Journal {
  let drawn = false;
  port.onChange("document", (text) => {
    if (drawn) journal.write(text);
  });
  return {
    ...journal,
    write(text) {
      drawn = true;
      journal.write(text);
    },
  };
}

/** Pressed with Ctrl or Cmd, what is JupyterLab's own beside its cells: save, find, print, panels, palette, tabs. */
const PASSED: ReadonlySet<string> = new Set(["s", "f", "p", "b", "j", ",", "Shift+c", "Shift+f", "Shift+[", "Shift+]"]);

/**
 * Keeps keys from the notebook, which acts on its cells by single letters and arrows, and by combinations too: Ctrl+Z
 * in a field of the studio would undo a cell, Ctrl+Enter run the one that the studio stands in.
 */
function keepKeys(event: KeyboardEvent): void {
  const key = `${event.shiftKey ? "Shift+" : ""}${event.key.toLowerCase()}`;
  const passes = (event.ctrlKey || event.metaKey) && PASSED.has(key.replace("{", "[").replace("}", "]"));
  if (event.defaultPrevented || !passes) event.stopPropagation();
}

export default { render };
