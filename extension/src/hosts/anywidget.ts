/** The face of qdesign in notebooks and Panel: one anywidget module for both. */

import type { Host, Journal, Port } from "../port";
import type { RenderContext } from "./channel";
import { fileBar } from "./file-bar";
import { journalFor, tabJournal } from "./journal";
import { createStudio } from "./studio";
import { portOf } from "./widget-port";

export { createStudio };

function render(context: RenderContext): () => void {
  const { el } = context;
  const inPanel = context.view?.model_proxy !== undefined;
  const { port, show, keep, stop: hangUp } = portOf(context);
  el.classList.add("qdesign-host");
  const height = context.model.get("studio_height");
  el.addEventListener("keydown", keepKeys);
  // Panel renders in a shadow root already; a notebook's own styles would reach into the studio.
  const frame = document.createElement("div");
  // In a notebook's output text can be selected; a gate that is dragged must not start that.
  frame.style.cssText =
    "display: flex; flex-direction: column; overflow: hidden; user-select: none; -webkit-user-select: none; " +
    // Beside others in a box it takes what is left, and is never squeezed to nothing.
    "width: 100vw; max-width: 100%; min-width: 320px";
  // Not on `el`: ipywidgets writes its Layout there, sometimes after this ran.
  frame.style.height = inPanel ? "100vh" : typeof height === "number" ? `${height}px` : "640px";
  el.append(frame);
  const inside = inPanel ? frame : frame.attachShadow({ mode: "open" });
  const download = inPanel ? fileBar(inside, port, { show, kept: () => keep("saved") }) : null;
  const root = document.createElement("div");
  root.style.cssText = "flex: 1; height: 100%; min-height: 0; position: relative";
  inside.append(root);
  const host: Host = {
    port,
    can: {
      asks: null,
      journal:
        download === null ? followed(notebookJournal(context.model), port) : tabJournal(`panel:${location.pathname}`),
      ...(download === null ? {} : { save: download }),
    },
  };
  const stop = createStudio(root, host);
  return () => {
    stop();
    hangUp();
    el.removeEventListener("keydown", keepKeys);
    el.replaceChildren();
  };
}

/** What is drawn in a notebook lives in its kernel alone; the place is as Python names it. */
function notebookJournal(model: RenderContext["model"]): Journal {
  const place = model.get("document_place");
  const where = typeof place === "string" && place !== "" ? place : location.pathname;
  return journalFor(`notebook:${where}`);
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

/**
 * Keeps keys from the notebook, whose command mode would take single letters and arrows; Ctrl+S and
 * other combinations that the studio did not use pass on.
 */
function keepKeys(event: KeyboardEvent): void {
  if (event.defaultPrevented || !(event.ctrlKey || event.metaKey)) {
    event.stopPropagation();
  }
}

export default { render };
