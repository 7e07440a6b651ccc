/** Program text in a plain field, until the code editor is there, and where nobody can hand it over. */

import { type CodeOptions, type CodeView, faultIn } from "./code-view";

export function plainView({ parent, text, label, caret, onEdit, isLocked, onLeave }: CodeOptions): CodeView {
  const box = document.createElement("div");
  box.className = "qd-code";
  const gutter = box.appendChild(document.createElement("div"));
  const numbers = gutter.appendChild(document.createElement("pre"));
  const sheet = box.appendChild(document.createElement("div"));
  const marks = sheet.appendChild(document.createElement("pre"));
  const area = sheet.appendChild(document.createElement("textarea"));
  gutter.ariaHidden = marks.ariaHidden = "true";
  Object.assign(area, { spellcheck: false, ariaLabel: label, wrap: "off", value: text });
  area.dataset["part"] = "openqasm";
  const count = (): void => {
    const lines = area.value.split("\n").length;
    numbers.textContent = Array.from({ length: lines }, (_, k) => k + 1).join("\n");
  };
  // The layers follow the text instead of scrolling themselves: their ends would differ by its scroll bar.
  const follow = (): void => {
    numbers.style.transform = `translateY(${-area.scrollTop}px)`;
    marks.style.transform = `translate(${-area.scrollLeft}px, ${-area.scrollTop}px)`;
  };
  area.addEventListener("scroll", follow);
  area.addEventListener("beforeinput", (event) => {
    if (isLocked()) event.preventDefault();
  });
  area.addEventListener("input", () => {
    count();
    onEdit(area.value);
  });
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    onLeave();
  });
  count();
  parent.append(box);
  if (caret) {
    area.focus();
    area.setSelectionRange(Math.min(caret.anchor, caret.head), Math.max(caret.anchor, caret.head));
  }
  return {
    get text() {
      return area.value;
    },
    replace(other) {
      if (area.value !== other) area.value = other;
      count();
      follow();
    },
    mark(fault) {
      area.ariaInvalid = String(fault !== null);
      marks.replaceChildren();
      if (fault?.line === undefined) return;
      const lines = area.value.split("\n");
      const line = lines[fault.line - 1] ?? "";
      const { from, to } = fault.column === undefined ? { from: 0, to: line.length } : faultIn(line, fault.column);
      const word = document.createElement("mark");
      word.textContent = line.slice(from, to) || " ";
      marks.append("\n".repeat(fault.line - 1) + line.slice(0, from), word);
    },
    caret: () =>
      (area.getRootNode() as Document | ShadowRoot).activeElement === area
        ? { anchor: area.selectionStart, head: area.selectionEnd }
        : null,
    close: () => box.remove(),
  };
}
