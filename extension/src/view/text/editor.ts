/**
 * The code editor: CodeMirror in a script of its own, which pages load when they show program text
 * (docs/decisions/0016).
 */

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Transaction } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

import type { Refused } from "../workbench/text-in";
import { type CodeOptions, type CodeView, differing, faultIn } from "./code-view";
import { WORDS } from "./words";

const OPENQASM = StreamLanguage.define<{ inComment: boolean }>({
  startState: () => ({ inComment: false }),
  token(stream, state) {
    if (state.inComment) {
      state.inComment = !stream.match(/^.*?\*\//);
      if (state.inComment) stream.skipToEnd();
      return "comment";
    }
    if (stream.eatSpace()) return null;
    if (stream.match("//") || stream.match(/^#?pragma\b/)) {
      stream.skipToEnd();
      return "comment";
    }
    if (stream.match("/*")) {
      state.inComment = true;
      return "comment";
    }
    if (stream.match(/^"[^"]*"?/)) return "string";
    if (stream.match(/^(?:0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[-+]?\d+)?)/i)) return "number";
    const [word = ""] = (stream.match(/^[\p{L}_][\p{L}\p{N}_]*/u) as RegExpMatchArray | null) ?? [];
    if (word) return WORDS.get(word) ?? null;
    stream.next();
    return null;
  },
  languageData: { commentTokens: { line: "//", block: { open: "/*", close: "*/" } } },
});

const COLORS = HighlightStyle.define([
  { tag: tags.comment, color: "var(--qd-text-3)", fontStyle: "italic" },
  { tag: tags.keyword, color: "var(--qd-accent)" },
  { tag: tags.typeName, color: "var(--qd-gate-controlled)" },
  { tag: [tags.number, tags.atom], color: "var(--qd-ok)" },
  { tag: tags.string, color: "var(--qd-warn)" },
]);

const LOOKS = EditorView.theme({
  "&": { flex: "1", minWidth: "0", minHeight: "0", color: "var(--qd-text)", userSelect: "text" },
  "&.cm-focused": { outline: "none" },
  // Above the gutter, which an outline is not.
  "&.cm-focused::after": {
    content: "''",
    position: "absolute",
    inset: "0",
    border: "2px solid var(--qd-accent)",
    pointerEvents: "none",
    zIndex: "300",
  },
  ".cm-scroller": { font: "12px/18px var(--qd-font-code)" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--qd-text)" },
  ".cm-line": { padding: "0 8px" },
  ".cm-gutters": { background: "var(--qd-bg-panel)", color: "var(--qd-text-3)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "32px", padding: "0 4px 0 8px" },
  ".cm-gutter-lint": { width: "12px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "6px 3px" },
  ".cm-lint-marker": { width: "6px", height: "6px" },
  ".cm-lint-marker-error": { content: "none", borderRadius: "3px", background: "var(--qd-error)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    background: "var(--qd-error-soft)",
    textDecoration: "underline wavy var(--qd-error) 1px",
    textDecorationSkipInk: "none",
    paddingBottom: "0",
  },
  "&.cm-focused .cm-matchingBracket, .cm-matchingBracket": { background: "var(--qd-accent-soft)" },
  ".cm-tooltip": {
    background: "var(--qd-bg-raised)",
    border: "1px solid var(--qd-line-strong)",
    borderRadius: "var(--qd-r-control)",
    color: "var(--qd-text)",
    font: "12px/18px var(--qd-font-ui)",
  },
  ".cm-diagnostic-error": { borderLeftColor: "var(--qd-error)" },
});

function placed(state: EditorState, { line, column }: Refused): { readonly from: number; readonly to: number } {
  const { from, to, text } = state.doc.line(Math.min(Math.max(line ?? 1, 1), state.doc.lines));
  if (column === undefined) return { from, to };
  const word = faultIn(text, column);
  return { from: from + word.from, to: from + word.to };
}

export function editorView({ parent, text, label, caret, onEdit, isLocked, onLeave }: CodeOptions): CodeView {
  const view = new EditorView({
    parent,
    root: parent.getRootNode() as Document | ShadowRoot,
    state: EditorState.create({
      doc: text,
      ...(caret ? { selection: caret } : {}),
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        bracketMatching(),
        OPENQASM,
        syntaxHighlighting(COLORS),
        LOOKS,
        EditorState.tabSize.of(2),
        EditorState.changeFilter.of((change) => Boolean(change.annotation(Transaction.remote)) || !isLocked()),
        EditorView.contentAttributes.of({ "aria-label": label, "data-part": "openqasm", tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          const own = !update.transactions.every((each) => each.annotation(Transaction.remote));
          if (update.docChanged && own) onEdit(update.state.doc.toString());
        }),
        keymap.of([
          {
            key: "Escape",
            run: () => {
              onLeave();
              return true;
            },
          },
          ...historyKeymap,
          ...defaultKeymap.filter(({ key }) => key !== "Escape" && key !== "Mod-Enter"),
        ]),
      ],
    }),
  });
  if (caret) view.focus();
  return {
    get text() {
      return view.state.doc.toString();
    },
    replace(other) {
      const old = view.state.doc.toString();
      if (old === other) return;
      // One change: undo of one's own typing goes on around it.
      const { from, to, end } = differing(old, other);
      view.dispatch({
        changes: { from, to, insert: other.slice(from, end) },
        annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)],
      });
    },
    mark(fault) {
      const faults =
        fault?.line === undefined
          ? []
          : [{ ...placed(view.state, fault), severity: "error" as const, message: fault.why }];
      view.dispatch(setDiagnostics(view.state, faults));
      view.contentDOM.ariaInvalid = String(fault !== null);
    },
    caret() {
      const { anchor, head } = view.state.selection.main;
      return view.hasFocus ? { anchor, head } : null;
    },
    close: () => view.destroy(),
  };
}
