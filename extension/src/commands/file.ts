/** Commands that put a template in, run the circuit, send it and take it elsewhere. */

import { type Command, command, effect } from "./command";

export const FILE: readonly Command[] = [
  command("template.open", "Put in a template…", { group: "Edit", on: "circuit", run: effect("template") }),
  command("run.optimize", "Optimize", { group: "Run", keys: ["Mod+Enter"], run: effect("optimize") }),
  command("run.reset", "Reset parameters", { group: "Run", keys: ["Mod+Backspace"], run: effect("reset") }),
  command("run.simplify", "Simplify", { group: "Run", keys: ["Mod+Shift+S"], run: effect("simplify") }),
  command("run.send", "Send…", { group: "Run", keys: ["Mod+Shift+Enter"], run: effect("send") }),
  command("export.qiskit", "Copy Qiskit code", { group: "Export", run: effect("qiskit") }),
  command("export.openqasm", "Download OpenQASM 3", { group: "Export", run: effect("openqasm") }),
  command("export.qdesign", "Download document", { group: "Export", run: effect("qdesign") }),
  command("export.svg", "Picture as SVG", { group: "Export", run: effect("svg") }),
  command("export.png", "Picture as PNG", { group: "Export", run: effect("png") }),
  command("export.pdf", "Picture as PDF", { group: "Export", run: effect("pdf") }),
  command("export.quantikz", "Copy Quantikz LaTeX", { group: "Export", run: effect("quantikz") }),
];
