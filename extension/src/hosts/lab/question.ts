/** The one question about a program that an edit would write anew. */

import { Dialog } from "@jupyterlab/apputils";
import { Widget } from "@lumino/widgets";

import type { Choice } from "../file-text";

/** Asks what becomes of the file; `difference` is null where it cannot be written as a program. */
export async function askAboutProgram(
  name: string,
  why: string,
  difference: string | null,
  withdrawn: AbortSignal,
): Promise<Choice> {
  const later = Dialog.cancelButton({ label: "Not now" });
  const anew = Dialog.warnButton({ label: "Rewrite the file", actions: ["anew"] });
  const whole = Dialog.okButton({ label: "Save as .qdesign", actions: ["whole"] });
  const buttons = difference === null ? [later, whole] : [later, anew, whole];
  const dialog = new Dialog({
    title: `This edit does not fit the text of ${name}`,
    body: aboutProgram(why, difference),
    buttons,
    defaultButton: buttons.length - 1,
  });
  withdrawn.addEventListener("abort", () => dialog.reject());
  const { button } = await dialog.launch();
  return button.actions.includes("whole") ? "whole" : button.actions.includes("anew") ? "anew" : "later";
}

function aboutProgram(why: string, difference: string | null): Widget {
  const body = new Widget();
  body.addClass("qdesign-Question");
  const said = document.createElement("p");
  said.textContent = `${why} Until you choose, the file stays as it is.`;
  body.node.append(said);
  if (difference !== null && difference !== "") {
    const head = document.createElement("p");
    head.textContent = "Rewriting it changes these lines, comments and layout included:";
    const shown = document.createElement("pre");
    shown.tabIndex = 0;
    for (const line of difference.split("\n")) {
      const row = document.createElement("span");
      row.dataset["kind"] = line.startsWith("+") ? "added" : line.startsWith("-") ? "gone" : "same";
      row.textContent = `${line}\n`;
      shown.append(row);
    }
    body.node.append(head, shown);
  }
  return body;
}

/** Asks before changes that were drawn on an older version of a file go over what is there. */
export async function askToOverwrite(name: string): Promise<"over" | "compare" | "later"> {
  const dialog = new Dialog({
    title: `${name} changed on disk`,
    body: "It was written after the changes that you brought back were drawn. Overwriting it discards what is there.",
    buttons: [
      Dialog.cancelButton({ label: "Not now" }),
      Dialog.warnButton({ label: "Overwrite the file", actions: ["over"] }),
      Dialog.okButton({ label: "Compare", actions: ["compare"] }),
    ],
    defaultButton: 2,
  });
  const { button } = await dialog.launch();
  return button.actions.includes("over") ? "over" : button.actions.includes("compare") ? "compare" : "later";
}
