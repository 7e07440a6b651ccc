/** Commands that put a template in, run the circuit, send it and take it elsewhere. */

import { asked, type Command, command, effect } from "./command";

export const FILE: readonly Command[] = [
  command("template.open", "Put in a template…", { group: "Edit", on: "circuit", run: effect("template") }),
  command("problem.own", "Own observable…", { group: "Edit", on: "circuit", run: effect("own-observable") }),
  asked("lesson.list", "Lessons…", "Edit", "lessons"),
  asked("lesson.make", "Make this a lesson…", "Edit", "make-lesson"),
  asked("class.join", "Join a class…", "Edit", "join-class"),
  asked("run.optimize", "Optimize", "Run", "optimize", ["Mod+Enter"]),
  asked("run.reset", "Reset parameters", "Run", "reset", ["Mod+Backspace"]),
  asked("run.simplify", "Simplify", "Run", "simplify", ["Mod+Shift+S"]),
  asked("run.send", "Send…", "Run", "send", ["Mod+Shift+Enter"]),
  asked("export.qiskit", "Copy Qiskit code", "Export", "qiskit"),
  asked("export.openqasm", "Download OpenQASM 3", "Export", "openqasm"),
  asked("export.qdesign", "Download document", "Export", "qdesign"),
  asked("export.link", "Share as a link…", "Export", "share"),
  asked("export.svg", "Picture as SVG", "Export", "svg"),
  asked("export.png", "Picture as PNG", "Export", "png"),
  asked("export.pdf", "Picture as PDF", "Export", "pdf"),
  asked("export.quantikz", "Copy Quantikz LaTeX", "Export", "quantikz"),
];
