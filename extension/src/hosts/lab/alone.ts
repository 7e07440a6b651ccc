/** JupyterLab with no server (JupyterLite): parts of the studio are files, and Python is in notebooks alone. */

import { PageConfig, URLExt } from "@jupyterlab/coreutils";

import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import { dumps } from "../../document/write";
import type { Ask, AskKind, Outgoing } from "../../port";
import { Listeners } from "../listeners";
import { answered } from "../pages/teaching";

/** What the studio may ask; `scripts/lite.py` puts the files beside the plugin. */
export const ANSWERED: readonly AskKind[] = ["later", "editor", "catalog", "lesson"];

const NO_SERVER = "JupyterLite has no server: this file is read where qdesign is installed: pip install qdesign";

/** Is there no server behind this page? */
export const isAlone = (): boolean => PageConfig.getOption("litePluginSettings") !== "";

const beside = (file: string): string =>
  URLExt.join(PageConfig.getOption("fullLabextensionsUrl"), "qdesign", "static", file);

/** One page's line to files, in the place of a server. */
export class FileAsks {
  private readonly replies = new Listeners();

  onMessage(listener: Parameters<Listeners["add"]>[0]): () => void {
    return this.replies.add(listener);
  }

  send(message: Outgoing): void {
    if (!("ask" in message)) return;
    const { id } = message;
    this.answer(message).then(
      (result) => this.replies.tell({ id, reply: "done", result }),
      (error: unknown) => this.replies.fail(id, "Disconnected", error instanceof Error ? error.message : NO_SERVER),
    );
  }

  close(): void {}

  private async answer(question: Ask): Promise<object> {
    const { ask } = question;
    if (ask === "catalog" || ask === "lesson") return answered(question, beside("lessons.json"));
    if (ask === "parse" && question.text.trimStart().startsWith("{")) {
      const read = attempt(() => dumps(loads(question.text)));
      if ("refusal" in read) throw new Error(read.refusal.message);
      return { document: read.value };
    }
    const found = ask === "later" || ask === "editor" ? await fetch(beside(`${ask}.js`)) : null;
    if (!found?.ok) throw new Error(NO_SERVER);
    return { script: await found.text() };
  }
}
