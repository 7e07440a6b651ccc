/** Notebooks of JupyterLab: each says on its panel where it is, and takes cells that the studio offers. */

import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { Widget } from "@lumino/widgets";

import { NEW_CELL } from "../../port";
import { NOTEBOOK } from "../journal";

/** What is used of a notebook: the package that has its types would be a dependency for this alone. */
interface Cells {
  insertCell(index: number, cell: { readonly cell_type: "code"; readonly source: string }): unknown;
  readonly cells: readonly unknown[];
}

interface Opened {
  readonly panel: Widget;
  readonly content: { activeCellIndex: number };
  readonly cells: Cells;
}

/** Follows the notebooks that are open, the one that was used last in front. */
export function followNotebooks(app: JupyterFrontEnd): void {
  const open: Opened[] = [];
  app.docRegistry.addWidgetExtension("Notebook", {
    createNew: (panel, context) => {
      const { node } = panel;
      const say = (): void => {
        node.setAttribute(NOTEBOOK, context.path);
      };
      say();
      context.pathChanged.connect(say);
      const { content } = panel as unknown as Pick<Opened, "content">;
      const { sharedModel } = context.model as unknown as { readonly sharedModel: Cells };
      const notebook = { panel, content, cells: sharedModel };
      open.unshift(notebook);
      node.addEventListener("focusin", () => {
        open.splice(open.indexOf(notebook), 1);
        open.unshift(notebook);
      });
      panel.disposed.connect(() => open.splice(open.indexOf(notebook), 1));
    },
  });
  window.addEventListener(NEW_CELL, (event) => {
    const { code, near } = (event as CustomEvent<{ readonly code: string; readonly near: Element }>).detail;
    const root = near.getRootNode();
    const outside = root instanceof ShadowRoot ? root.host : near;
    const notebook = open.find(({ panel }) => panel.node.contains(outside)) ?? open[0];
    if (!notebook) return;
    event.preventDefault();
    const { panel, content, cells } = notebook;
    const index = Math.min(cells.cells.length, content.activeCellIndex + 1);
    cells.insertCell(index, { cell_type: "code", source: code });
    content.activeCellIndex = index;
    app.shell.activateById(panel.id);
  });
}
