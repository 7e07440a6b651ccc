/** Commands for the parameter of a slider or of the chosen gate. */

import type { Document } from "../document/circuit";
import { setValues } from "../document/parameters";
import { aside } from "../state/transaction";
import { type Command, type Context, chosen, command, type Effect, edited, type Outcome } from "./command";
import { fixed, meantParameter } from "./gate";

/** The parameter that parameter commands act on. */
export function chosenParameter(context: Context): string | null {
  return meantParameter(context.state.document, context.parameter, chosen(context));
}

function onParameter(
  intent: string,
  edit: (document: Document, name: string) => Document,
): (context: Context) => Outcome {
  return (context) => {
    const name = chosenParameter(context);
    return name === null ? noParameter() : edited(intent, () => ({ document: edit(context.state.document, name) }));
  };
}

function withParameter(name: Effect): (context: Context) => Outcome {
  return (context) => (chosenParameter(context) === null ? noParameter() : { effect: name });
}

function noParameter(): Outcome {
  return aside("notice", {
    notice: {
      text: "Choose a parameter first: open the menu on its slider, or select a gate that has it alone.",
      at: null,
    },
  });
}

export const PARAMETERS: readonly Command[] = [
  command("parameter.rename", "Rename the parameter", {
    group: "Parameters",
    menu: ["parameter"],
    run: withParameter("rename-parameter"),
  }),
  command("parameter.zero", "Set the parameter to 0", {
    group: "Parameters",
    menu: ["parameter"],
    run: onParameter("parameter.zero", (document, name) => setValues(document, new Map([[name, 0]]))),
  }),
  command("parameter.fix", "Fix the parameter at its value", {
    group: "Parameters",
    menu: ["parameter"],
    run: onParameter("parameter.fix", fixed),
  }),
  command("parameter.copy", "Copy the parameter's value", {
    group: "Parameters",
    menu: ["parameter"],
    run: withParameter("copy-value"),
  }),
];
