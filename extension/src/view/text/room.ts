/** The circuit as program text: the OpenQASM pane, and the clipboard. */

import { isCircuit } from "../../document/circuit";
import { room } from "../widgets/room";
import { takeText } from "../workbench/text-in";
import { listenForClipboard } from "./clipboard";
import { CodeTab } from "./code-tab";
import styles from "./text.css";

const REFUSED = "The browser does not let the page read the clipboard. Press Ctrl+V.";

export const text = room({
  styles,
  start: listenForClipboard,
  effects: {
    copy: () => document.execCommand("copy"),
    cut: () => document.execCommand("cut"),
    paste: (bench) => {
      navigator.clipboard.readText().then(
        (pasted) => takeText(bench, pasted),
        () => bench.say("error", REFUSED),
      );
    },
  },
  panel: {
    id: "openqasm",
    title: "OpenQASM",
    icon: "code",
    phone: "more",
    Content: CodeTab,
    off: ({ state }) =>
      isCircuit(state.document.body)
        ? ""
        : "A ZX diagram has no OpenQASM text. Take Extract circuit, above the drawing, or an export.",
  },
});
