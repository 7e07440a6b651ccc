/** Files that a person keeps. */

import type { Workbench } from "../workbench/workbench";
import { saveBytes } from "./save-bytes";

export function download(bench: Workbench, name: string, content: string | Uint8Array, mime: string): void {
  bench.ui.patch({ message: null });
  if (bench.host.can.download) {
    bench.host.can.download(name, content, mime);
    return;
  }
  saveBytes(name, typeof content === "string" ? content : (content.slice().buffer as ArrayBuffer), mime);
}
