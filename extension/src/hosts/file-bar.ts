/** Files in and out of a page that has no file browser: Panel's. */

import type { Port } from "../port";
import { AskFailed, askOnce } from "./ask-once";

const STYLE = `
.qdesign-file-bar { container-type: inline-size; display: flex; align-items: center; gap: 4px;
  height: 36px; padding: 0 8px; box-sizing: border-box; border-bottom: 1px solid light-dark(#e2e6ea, #2b323b);
  background: light-dark(#f1f3f5, #1f242b); color: light-dark(#1a1f26, #e7eaee);
  font: 13px Inter, system-ui, -apple-system, "Segoe UI", sans-serif; }
.qdesign-file-bar button { height: 28px; padding: 0 10px; border: 0; border-radius: 6px;
  background: none; color: inherit; font: inherit; cursor: pointer; white-space: nowrap; }
.qdesign-file-bar button:hover { background: light-dark(#e2e6ea, #2a313a); }
.qdesign-file-bar button:focus-visible { outline: 2px solid light-dark(#2b57d9, #86a8ff); }
@container (max-width: 440px) {
  .qdesign-file-bar button > span { display: none; }
  .qdesign-file-bar button:has(> span)::before { content: "↓ "; }
}
.qdesign-file-question { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; padding: 8px 12px;
  border-bottom: 1px solid light-dark(#e2e6ea, #2b323b); background: light-dark(#fff6dc, #3a3118);
  color: light-dark(#1a1f26, #e7eaee); font: 13px Inter, system-ui, -apple-system, "Segoe UI", sans-serif; }
.qdesign-file-question p { margin: 0; flex: 1 1 320px; }
.qdesign-file-question pre { flex: 1 0 100%; max-height: 200px; overflow: auto; margin: 0; font-size: 12px; }
.qdesign-file-question button { height: 28px; padding: 0 12px; border-radius: 6px; font: inherit; cursor: pointer;
  border: 1px solid light-dark(#8a6d1a, #b99b45); background: none; color: inherit; }
.qdesign-file-bar [data-part=reading] { color: inherit !important; }
.qdesign-file-bar [role=alert] { min-width: 0; overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap; color: light-dark(#a81e22, #ff9a94); }
`;

const MAX_BYTES = 10_000_000;

export interface Kept {
  /** Endings of the files that can be read, as an input takes them. */
  readonly endings: string;
  /** Takes what was opened, with a name for it and the file's own. */
  readonly show: (document: string, name: string, file: string) => void;
  /** Takes the text of a lesson that was opened. */
  readonly lesson: (text: string) => void;
  /** Called when the document was kept as a file. */
  readonly kept: () => void;
  /** Gives the keys back to the drawing, so that Ctrl+Z is its own after a button here. */
  readonly done: () => void;
}

export interface FileBar {
  /** Keeps the document as a file in the folder of downloads. */
  readonly download: () => void;
  readonly say: (words: string) => void;
  /** Offers to save the file that the server has open. */
  readonly offerSave: (save: () => void) => void;
  /** Puts a question below the bar until one of the answers is chosen; another question takes its place. */
  readonly question: <T>(
    words: string,
    detail: string,
    answers: readonly (readonly [string, T])[],
    withdrawn?: AbortSignal,
  ) => Promise<T>;
}

/** Puts the bar into `element`. */
export function fileBar(element: Node, port: Port, { endings, show, lesson, kept, done }: Kept): FileBar {
  const style = document.createElement("style");
  style.textContent = STYLE;
  const bar = document.createElement("div");
  bar.className = "qdesign-file-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "File");
  const said = document.createElement("span");
  said.setAttribute("role", "alert");

  const say = (words: string): void => {
    said.textContent = words;
    said.title = words;
    delete said.dataset["part"];
  };
  const reading = (words: string): void => {
    say(words);
    said.dataset["part"] = "reading";
  };
  const attempt = (work: () => Promise<void>): void => {
    say("");
    work().catch((error: unknown) => {
      say(error instanceof AskFailed ? error.message : String(error));
    });
  };

  const input = document.createElement("input");
  input.type = "file";
  input.accept = `${endings},.qlesson`;
  input.hidden = true;
  input.setAttribute("aria-label", "File to open");
  input.onchange = () => {
    const file = input.files?.[0];
    if (file !== undefined) {
      attempt(async () => {
        reading(`Reading ${file.name} …`);
        const text = await textOf(file);
        if (file.name.endsWith(".qlesson")) lesson(text);
        else {
          const { document } = await askOnce(port, { ask: "parse", text, format: "auto" });
          show(document, file.name.replace(/\.[^.]*$/, ""), file.name);
        }
        say("");
        done();
      });
    }
    input.value = "";
  };

  const open = button(
    "Open…",
    "Open a file from this computer: a document, a lesson, OpenQASM, Quirk JSON or Qiskit code",
    () => {
      input.click();
    },
  );
  const download = (): void => {
    say("");
    offer(`${port.get("name")}.qdesign`, port.get("document"));
    kept();
    done();
  };
  const keep = downloadButton(".qdesign", "Keep this document as a file (Ctrl+S)", download);
  const text = downloadButton(".qasm", "Keep this circuit as OpenQASM 3", () => {
    attempt(async () => {
      const question = {
        ask: "export",
        document: port.get("document"),
        format: "openqasm3",
      } as const;
      const made = await askOnce(port, question);
      offer(`${port.get("name")}.qasm`, made.text);
      done();
    });
  });
  bar.append(open, keep, text, input, said);
  element.appendChild(style);
  element.appendChild(bar);
  let asked: HTMLElement | null = null;
  return {
    download,
    say,
    offerSave(save) {
      keep.title = "Keep this document as a file of its own";
      const saves = (): void => {
        save();
        done();
      };
      bar.insertBefore(button("Save", "Save the file (Ctrl+S)", saves), open);
    },
    question(words, detail, answers, withdrawn) {
      asked?.remove();
      const box = document.createElement("div");
      asked = box;
      box.className = "qdesign-file-question";
      box.setAttribute("role", "alertdialog");
      const text = document.createElement("p");
      text.textContent = words;
      box.setAttribute("aria-label", words);
      box.append(text);
      withdrawn?.addEventListener("abort", () => {
        if (box.matches(":focus-within")) done();
        box.remove();
      });
      return new Promise((resolve) => {
        for (const [label, answer] of answers) {
          const choose = (): void => {
            box.remove();
            done();
            resolve(answer);
          };
          box.append(button(label, label, choose));
        }
        if (detail !== "") {
          const lines = document.createElement("pre");
          lines.textContent = detail;
          lines.tabIndex = 0;
          box.append(lines);
        }
        bar.after(box);
      });
    },
  };
}

function textOf(file: File): Promise<string> {
  if (file.size > MAX_BYTES) {
    const message = `'${file.name}' is over ${MAX_BYTES / 1e6} MB, more than is taken.`;
    throw new AskFailed({ kind: "TooLarge", message });
  }
  return file.text();
}

function button(label: string, title: string, run: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.title = title;
  made.onclick = run;
  return made;
}

/** "Download" and the ending of a file; a narrow bar has an arrow in place of the word. */
function downloadButton(ending: string, title: string, run: () => void): HTMLButtonElement {
  const made = button(ending, title, run);
  const word = document.createElement("span");
  word.textContent = "Download ";
  made.prepend(word);
  made.setAttribute("aria-label", `Download ${ending}`);
  return made;
}

function offer(name: string, content: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "text/plain" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
