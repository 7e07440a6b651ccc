/** A document of JupyterLab shown in the studio: `.qdesign` as it is, other files read and their edits written. */

import { Dialog, Notification, showErrorMessage } from "@jupyterlab/apputils";
import type { DocumentRegistry } from "@jupyterlab/docregistry";
import type { ServerConnection } from "@jupyterlab/services";
import type { ISettingRegistry } from "@jupyterlab/settingregistry";
import { Widget } from "@lumino/widgets";

import { COMPARE, FLUSH, type Host, SEND, type SentWith, type Settings, TEACH } from "../../port";
import { AskFailed, askOnce } from "../ask-once";
import { EMPTY_DOCUMENT } from "../empty";
import { LocalFields } from "../fields";
import { FileText, isForeign, isProgram, isToDraw } from "../file-text";
import { type DocumentJournal, documentJournal } from "../journal";
import { ANSWERED, FileAsks, isAlone } from "./alone";
import type { Answering } from "./answering";
import { ServerAsks } from "./asks";
import { askAboutProgram, askToOverwrite } from "./question";
import { readSettings, writeSettings } from "./settings";

interface Read {
  readonly text: string;
  readonly document: string;
}

export type CreateStudio = (element: HTMLElement, host: Host) => () => void;

export interface StudioOptions {
  readonly context: DocumentRegistry.CodeContext;
  readonly server: ServerConnection.ISettings;
  readonly answering: Answering;
  readonly settings: ISettingRegistry.ISettings | null;
  /** Loads the bundle; it is one file, fetched when the first document opens. */
  readonly studio: () => Promise<CreateStudio>;
  /** The text that is on disk. */
  readonly readFile: (path: string) => Promise<string>;
  readonly openAsText: (path: string) => void;
  /** Saves a document in a new file of a name like this, and opens it. */
  readonly saveBeside: (path: string, document: string) => Promise<void>;
}

/** Where journals of a server's documents are. */
export function journalRealm(server: ServerConnection.ISettings): string {
  return `lab:${server.baseUrl}`;
}

/** The content of a document's tab. */
export class StudioPanel extends Widget {
  private readonly context: DocumentRegistry.CodeContext;
  private readonly asks: ServerAsks | FileAsks;
  private readonly fields: LocalFields;
  private readonly cleanups: (() => void)[] = [];
  private readonly file: FileText;
  private readonly journal: DocumentJournal;
  /** Was what is drawn built on an older version of the file, which it would overwrite? */
  private outdated = false;
  /** What is to be sent again once the studio is there. */
  private sent: SentWith | null = null;
  private taught: string | null = null;
  /** Counts readings, so that only the newest is shown. */
  private reading = 0;

  constructor(private readonly options: StudioOptions) {
    super();
    this.context = options.context;
    const doubt = (): void => void options.answering.doubt();
    this.asks = isAlone() ? new FileAsks() : new ServerAsks(options.server, doubt);
    this.fields = new LocalFields({
      document: EMPTY_DOCUMENT,
      values: {},
      settings: readSettings(options.settings),
      name: baseName(this.context.path),
      saved: "saved",
    });
    this.file = new FileText({
      context: this.context,
      asks: this.asks,
      tell: (saved) => this.fields.tell("saved", saved),
      flush: () => this.tellStudio(FLUSH),
      choose: (why, difference, withdrawn) => askAboutProgram(this.context.path, why, difference, withdrawn),
      keepWhole: (document) => this.keepWhole(document),
      started: () => undefined,
      kept: () => this.saved(),
      refused: () => this.journal.refused(),
      outdated: () => {
        this.outdated = true;
      },
      mayWrite: () => this.mayWrite(),
      doubt,
      sayFailed: (words) => void showErrorMessage(`${this.context.path} was not saved`, words),
    });
    Dialog.tracker.widgetAdded.connect(this.asked, this);
    this.journal = documentJournal(
      journalRealm(options.server),
      () => ({
        place: this.context.path,
        named: true,
        bases: this.file.versions,
        text: this.fields.get("document"),
        program: this.file.program,
      }),
      (left) => this.file.restore(left),
    );
    // The last view of a document that is not saved goes when the person discards it; a page that goes closes none.
    this.context.disposed.connect(() => {
      if (!this.file.isOnDisk) this.journal.discarded();
    });
    this.addClass("qdesign-Studio");
    this.node.tabIndex = -1;
    void this.context.ready.then(() => this.start());
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.stop();
    Dialog.tracker.widgetAdded.disconnect(this.asked, this);
    this.file.dispose();
    this.journal.close();
    this.asks.close();
    super.dispose();
  }

  /** A tab that comes to the front takes keys in its drawing. */
  protected override onActivateRequest(): void {
    const { activeElement } = document;
    if (activeElement === this.node || !this.node.contains(activeElement)) {
      const drawing = this.node.querySelector<SVGElement>(".qd-canvas") ?? this.node;
      drawing.focus({ preventScroll: true });
    }
  }

  /** JupyterLab asks something while it saves: a file that changed on disk. */
  private asked(_: unknown, dialog: Widget): void {
    void this.file.asked(new Promise((closed) => dialog.disposed.connect(closed)));
  }

  private saved(): void {
    this.outdated = false;
    this.journal.saved();
  }

  private tellStudio(event: string): void {
    this.node.querySelector(".qd")?.dispatchEvent(new Event(event));
  }

  /** Opens Send with what a job was sent with, at once or when the studio is there. */
  sendAgain(sent: SentWith): void {
    const root = this.node.querySelector(".qd");
    this.sent = root ? null : sent;
    root?.dispatchEvent(new CustomEvent(SEND, { detail: sent }));
  }

  /** Opens the lesson that a file holds, at once or when the studio is there. */
  teach(text: string): void {
    const root = this.node.querySelector(".qd");
    this.taught = root ? null : text;
    root?.dispatchEvent(new CustomEvent(TEACH, { detail: text }));
  }

  /** Has a save that would overwrite what somebody else wrote ask first; one that nobody asked for does not go on. */
  private async mayWrite(): Promise<boolean> {
    const { model, path } = this.context;
    if (!this.outdated || model.toString() === (await this.options.readFile(path).catch(() => null))) return true;
    const answer = navigator.userActivation?.isActive === false ? "later" : await askToOverwrite(path);
    if (answer === "compare") this.tellStudio(COMPARE);
    return answer === "over";
  }

  private stop(): void {
    for (const cleanup of this.cleanups.splice(0)) {
      cleanup();
    }
    this.node.replaceChildren();
  }

  private async start(): Promise<void> {
    if (this.isDisposed) {
      return;
    }
    this.stop();
    try {
      const [createStudio, text] = await Promise.all([this.options.studio(), this.read()]);
      if (this.isDisposed) {
        return;
      }
      this.take(text);
      this.watch();
      this.cleanups.push(createStudio(this.node, this.host()));
      if (this.sent) this.sendAgain(this.sent);
      if (this.taught) this.teach(this.taught);
    } catch (error) {
      this.refuse(error);
    }
  }

  /** The model's text as a document. */
  private async read(): Promise<Read> {
    const text = this.context.model.toString();
    if (isToDraw(this.context.path, text)) {
      return { text, document: EMPTY_DOCUMENT };
    }
    // A file may have come to its ending by a rename.
    return { text, document: (await askOnce(this.asks, { ask: "parse", text, format: "auto" })).document };
  }

  private take({ text, document }: Read): void {
    this.file.read(text, document);
    this.fields.tell("document", document);
  }

  private host(): Host {
    const { fields, asks, context, file } = this;
    const keepWhole = (): void => void this.keepWhole(fields.get("document"));
    return {
      port: {
        get: (field) => fields.get(field),
        set: (field, value) => {
          fields.keep(field, value);
          this.react(field);
        },
        onChange: (field, listener) => fields.onChange(field, listener),
        send: (message) => asks.send(message),
        onMessage: (listener) => asks.onMessage(listener),
      },
      can: {
        asks: isAlone() ? ANSWERED : null,
        noPython: "JupyterLite has it in notebooks alone: pip install qdesign",
        begin: () => this.isVisible,
        save: () => file.save(),
        program: file,
        onDisk: () => this.options.readFile(context.path),
        get saveWhole() {
          return isForeign(context.path) ? keepWhole : undefined;
        },
        journal: this.journal,
      },
    };
  }

  /** The studio set a field. */
  private react(field: string): void {
    if (field === "document") {
      this.file.put(this.fields.get("document"));
    } else if (field === "settings") {
      void writeSettings(this.options.settings, this.fields.get("settings"));
    } else if (field === "name") {
      const ending = extension(this.context.path);
      void this.context.rename(this.fields.get("name") + ending);
    }
  }

  /** The whole document in a file of its own; this one stays as it is on disk. */
  private async keepWhole(document: string): Promise<void> {
    const { path } = this.context;
    try {
      await this.options.saveBeside(path.slice(0, path.length - extension(path).length), document);
    } catch (error) {
      void showErrorMessage("The document was not saved", String(error));
      return;
    }
    this.file.forget();
    this.journal.saved();
    this.parent?.dispose();
  }

  private watch(): void {
    const { context, options, fields } = this;
    const contentChanged = (): void => void this.reread();
    let program = isProgram(context.path);
    const pathChanged = (): void => {
      fields.tell("name", baseName(context.path));
      this.journal.moved();
      if (isProgram(context.path) !== program) {
        program = !program;
        this.file.put(fields.get("document"));
        const name = context.path.split("/").at(-1) ?? "";
        Notification.info(
          program
            ? `${name} becomes an OpenQASM program as it is saved: the circuit alone. Rename it back to keep all else.`
            : `${name} becomes a qdesign document as it is saved, in place of the program's text and its comments. ` +
                "Rename it back to keep that.",
          { autoClose: false },
        );
      }
    };
    const settingsChanged = (): void => {
      const settings: Settings = readSettings(options.settings);
      if (JSON.stringify(settings) !== JSON.stringify(fields.get("settings"))) {
        fields.tell("settings", settings);
      }
    };
    context.model.contentChanged.connect(contentChanged);
    context.pathChanged.connect(pathChanged);
    options.settings?.changed.connect(settingsChanged);
    this.cleanups.push(
      options.answering.onChange((yes) => this.file.answers(yes)),
      this.followReverts(),
      () => {
        context.model.contentChanged.disconnect(contentChanged);
        context.pathChanged.disconnect(pathChanged);
        options.settings?.changed.disconnect(settingsChanged);
      },
    );
  }

  /** Has all of the drawing follow when the file is read from disk; returns the clean-up. */
  private followReverts(): () => void {
    const { context } = this;
    const stock = context.revert;
    const revert = async (): Promise<void> => {
      // A save that found another text on disk takes it by itself.
      if (this.file.isSaving) return stock.call(context);
      this.tellStudio(FLUSH);
      await stock.call(context);
      const { model, path } = context;
      // JupyterLab leaves a text as it is where its file turns out to be empty.
      if (!context.isDisposed && model.toString() !== "" && (await this.options.readFile(path)) === "") {
        model.fromString("");
        model.dirty = false;
      }
      // An edit that is on its way into the text has not changed that.
      if (!this.file.isOnDisk && model.toString() === this.file.text) await this.takeAnew();
    };
    context.revert = revert;
    return () => {
      if (context.revert === revert) context.revert = stock;
    };
  }

  /** The file changed from elsewhere: reverted, or read anew. */
  private async reread(): Promise<void> {
    if (this.context.model.toString() !== this.file.text) await this.takeAnew();
  }

  private async takeAnew(): Promise<void> {
    const reading = ++this.reading;
    try {
      const read = await this.read();
      if (reading === this.reading && !this.isDisposed) {
        this.take(read);
        // What was reverted is not offered again.
        if (this.file.isOnDisk) this.saved();
      }
    } catch (error) {
      this.refuse(error);
    }
  }

  /** Says why the file is not shown, with the ways out. */
  private refuse(error: unknown): void {
    if (this.isDisposed) {
      return;
    }
    this.stop();
    // Nobody can edit it here: what is in the model is what the file is to hold.
    this.file.read(this.context.model.toString(), this.fields.get("document"));
    const words = document.createElement("p");
    words.textContent = error instanceof AskFailed ? error.message : `The studio did not start: ${String(error)}`;
    const retry = document.createElement("button");
    retry.textContent = "Try again";
    retry.className = "jp-mod-styled";
    retry.onclick = () => void this.start();
    const asText = document.createElement("button");
    asText.textContent = "Open as text";
    asText.className = "jp-mod-styled";
    asText.onclick = () => this.options.openAsText(this.context.path);
    const box = document.createElement("div");
    box.className = "qdesign-Refusal";
    box.setAttribute("role", "alert");
    box.append(words, retry, asText);
    this.node.replaceChildren(box);
  }
}

function extension(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot) : "";
}

function baseName(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const ending = extension(path);
  return ending === "" ? name : name.slice(0, -ending.length);
}
