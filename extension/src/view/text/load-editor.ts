/** Loads the code editor from whoever answers asks; once a page, however many studios it has. */

import type { Workbench } from "../workbench/workbench";
import type { CodeOptions, CodeView } from "./code-view";

type MakeView = (options: CodeOptions) => CodeView;

let made: MakeView | null = null;

/** What makes editors; null where it cannot be had, and then a plain field serves. */
export async function loadEditor(bench: Workbench): Promise<MakeView | null> {
  if (made || !bench.asker.can("editor")) return made;
  const answer = await bench.asker.ask<"editor">({ ask: "editor" });
  made ??= answer.kind === "done" ? await run(answer.result.script) : null;
  return made;
}

/** Not by `import`: the bundler of JupyterLab's plugin would take that for a module of its own. */
function run(text: string): Promise<MakeView | null> {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const script: HTMLScriptElement & { editorView?: MakeView } = document.createElement("script");
  return new Promise((resolve) => {
    const settle = (): void => {
      URL.revokeObjectURL(address);
      script.remove();
      resolve(script.editorView ?? null);
    };
    script.onload = script.onerror = settle;
    script.src = address;
    document.head.append(script);
  });
}
