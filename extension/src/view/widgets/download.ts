/** Files that a person keeps. */

import type { Workbench } from "../workbench/workbench";

export function download(bench: Workbench, name: string, content: string | Uint8Array, mime: string): void {
  bench.ui.patch({ message: null });
  if (bench.host.can.download) {
    bench.host.can.download(name, content, mime);
    return;
  }
  const blob = new Blob([typeof content === "string" ? content : (content.slice().buffer as ArrayBuffer)], {
    type: mime,
  });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
