/** A document of JupyterLab shown in the studio: `.qdesign` as it is, `.qasm` read and written. */

import type { DocumentRegistry } from "@jupyterlab/docregistry";
import type { ServerConnection } from "@jupyterlab/services";
import type { ISettingRegistry } from "@jupyterlab/settingregistry";
import { Widget } from "@lumino/widgets";

import type { Host, Settings } from "../../port";
import { AskFailed, askOnce } from "../ask-once";
import { EMPTY_DOCUMENT } from "../empty";
import { LocalFields } from "../fields";
import { type DocumentJournal, documentJournal, versionOf } from "../journal";
import { ServerAsks } from "./asks";
import { readSettings, writeSettings } from "./settings";

export type CreateStudio = (element: HTMLElement, host: Host) => () => void;

export interface StudioOptions {
  readonly context: DocumentRegistry.CodeContext;
  readonly server: ServerConnection.ISettings;
  readonly settings: ISettingRegistry.ISettings | null;
  /** Loads the bundle; it is one file, fetched when the first document opens. */
  readonly studio: () => Promise<CreateStudio>;
  readonly openAsText: (path: string) => void;
}

/** Where journals of a server's documents are. */
export function journalRealm(server: ServerConnection.ISettings): string {
  return `lab:${server.baseUrl}`;
}

/** The content of a document's tab. */
export class StudioPanel extends Widget {
  private readonly context: DocumentRegistry.CodeContext;
  private readonly asks: ServerAsks;
  private readonly fields: LocalFields;
  private readonly cleanups: (() => void)[] = [];
  /** The file's text as last read or written here. */
  private text = "";
  /** Counts changes, so that only the newest is written. */
  private revision = 0;
  /** Text of OpenQASM is on its way from the server. */
  private writing = false;
  /** Somebody saved meanwhile, and meant what was on its way. */
  private saveAgain = false;
  private readonly journal: DocumentJournal;
  /** Versions of the file that the drawing is built on: the one on disk, and those on their way to it. */
  private bases: readonly string[] = [];

  constructor(private readonly options: StudioOptions) {
    super();
    this.context = options.context;
    this.asks = new ServerAsks(options.server);
    this.fields = new LocalFields({
      document: EMPTY_DOCUMENT,
      values: {},
      settings: readSettings(options.settings),
      name: baseName(this.context.path),
      saved: "saved",
    });
    this.journal = documentJournal(journalRealm(options.server), () => ({
      place: this.context.path,
      bases: this.bases,
      text: this.fields.get("document"),
    }));
    this.addClass("qdesign-Studio");
    this.node.tabIndex = -1;
    void this.context.ready.then(() => this.start());
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.stop();
    this.journal.close();
    this.asks.close();
    super.dispose();
  }

  private stop(): void {
    for (const cleanup of this.cleanups.splice(0)) {
      cleanup();
    }
    this.node.replaceChildren();
  }

  private get isText(): boolean {
    return this.context.path.toLowerCase().endsWith(".qasm");
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
      this.fields.tell("document", text);
      this.watch();
      this.cleanups.push(createStudio(this.node, this.host()));
    } catch (error) {
      this.refuse(error);
    }
  }

  /** The file's text as a document. */
  private async read(): Promise<string> {
    this.text = this.context.model.toString();
    this.bases = [this.version()];
    if (this.text.trim() === "") {
      return EMPTY_DOCUMENT;
    }
    const format = this.isText ? "openqasm" : "qdesign";
    return (await askOnce(this.asks, { ask: "parse", text: this.text, format })).document;
  }

  /** The file as it is on disk, where the page's text is that. */
  private version(): string {
    return versionOf(this.text, this.context.contentsModel?.last_modified);
  }

  /** What is drawn is kept with the version that it is built on, until the file has it. */
  private follow(state: DocumentRegistry.SaveState): void {
    const now = versionOf(this.context.model.toString());
    if (state === "started") this.bases = [...this.bases, now];
    if (state === "completed" && this.bases.includes(now) && !this.writing) {
      this.bases = [this.version()];
      this.journal.saved();
    }
  }

  private host(): Host {
    const { fields, asks } = this;
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
        asks: null,
        save: () => this.save(),
        journal: this.journal,
      },
    };
  }

  /** The studio set a field. */
  private react(field: string): void {
    if (field === "document") {
      void this.write(this.fields.get("document"));
    } else if (field === "settings") {
      void writeSettings(this.options.settings, this.fields.get("settings"));
    } else if (field === "name") {
      const ending = extension(this.context.path);
      void this.context.rename(this.fields.get("name") + ending);
    }
  }

  private async write(document: string): Promise<void> {
    const revision = ++this.revision;
    const { model } = this.context;
    // ydoc does not mark a document dirty on fromString.
    model.dirty = true;
    this.fields.tell("saved", "unsaved");
    let text = document;
    if (this.isText) {
      this.writing = true;
      try {
        const done = await askOnce(this.asks, {
          ask: "export",
          document,
          format: "openqasm3",
        });
        text = done.text;
      } catch {
        this.fields.tell("saved", "failed");
        return;
      } finally {
        this.writing = revision !== this.revision;
      }
    }
    if (revision === this.revision && !this.isDisposed) {
      this.text = text;
      model.fromString(text);
      model.dirty = true;
      if (this.saveAgain) {
        this.save();
      }
    }
  }

  private save(): void {
    this.saveAgain = this.writing;
    if (!this.writing) {
      void this.context.save();
    }
  }

  private watch(): void {
    const { context, options, fields } = this;
    const contentChanged = (): void => void this.reread();
    const stateChanged = (): void => {
      if (!context.model.dirty && fields.get("saved") === "unsaved") {
        fields.tell("saved", "saved");
      }
    };
    const saveState = (_: unknown, state: DocumentRegistry.SaveState): void => {
      this.saveAgain ||= this.writing && state === "started";
      this.follow(state);
      const saved = { started: "saving", completed: "saved", failed: "failed" } as const;
      fields.tell("saved", saved[state]);
    };
    const pathChanged = (): void => {
      fields.tell("name", baseName(context.path));
      this.journal.moved();
    };
    const settingsChanged = (): void => {
      const settings: Settings = readSettings(options.settings);
      if (JSON.stringify(settings) !== JSON.stringify(fields.get("settings"))) {
        fields.tell("settings", settings);
      }
    };
    context.model.contentChanged.connect(contentChanged);
    context.model.stateChanged.connect(stateChanged);
    context.saveState.connect(saveState);
    context.pathChanged.connect(pathChanged);
    options.settings?.changed.connect(settingsChanged);
    this.cleanups.push(() => {
      context.model.contentChanged.disconnect(contentChanged);
      context.model.stateChanged.disconnect(stateChanged);
      context.saveState.disconnect(saveState);
      context.pathChanged.disconnect(pathChanged);
      options.settings?.changed.disconnect(settingsChanged);
    });
  }

  /** The file changed from elsewhere: reverted, or read anew. */
  private async reread(): Promise<void> {
    if (this.context.model.toString() === this.text) {
      return;
    }
    const revision = ++this.revision;
    try {
      const document = await this.read();
      if (revision === this.revision && !this.isDisposed) {
        this.fields.tell("document", document);
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
