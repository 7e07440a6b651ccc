/** A file of the person's computer, whose text is taken. */

import { MAX_BYTES } from "../../document/circuit";
import type { Workbench } from "./workbench";

/** Endings of files that hold a circuit, a diagram or a proof. */
export const ENDINGS = ".qdesign,.qasm,.zxg,.zxp,.zxr,.tikz,.json";

/** Asks for a file and hands over its name and text; one that is too large is refused. */
export function chooseText(bench: Workbench, take: (name: string, text: string) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ENDINGS;
  input.hidden = true;
  input.onchange = input.oncancel = () => {
    const [file] = input.files ?? [];
    if (file && file.size > MAX_BYTES)
      bench.say("error", `'${file.name}' is over ${MAX_BYTES / 1e6} MB, more than is taken.`);
    else if (file) void file.text().then((text) => take(file.name, text));
    input.remove();
  };
  // On the page, since browsers may forget one that is not.
  bench.root.append(input);
  input.click();
}
