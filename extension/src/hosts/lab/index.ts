/** The JupyterLab face of qdesign: opens, draws and saves .qdesign documents, programs and diagrams. */

import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, Notification, showErrorMessage, WidgetTracker } from "@jupyterlab/apputils";
import { ABCWidgetFactory, type DocumentRegistry, DocumentWidget, type IDocumentWidget } from "@jupyterlab/docregistry";
import { IDefaultFileBrowser } from "@jupyterlab/filebrowser";
import { ILauncher } from "@jupyterlab/launcher";
import type { Contents } from "@jupyterlab/services";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { Widget } from "@lumino/widgets";

import type { SentWith } from "../../port";
import { EMPTY_DOCUMENT } from "../empty";
import { forgetEntries, moveEntries, NOTEBOOKS } from "../journal";
import { isAlone } from "./alone";
import { Answering } from "./answering";
import { ServerAsks } from "./asks";
import { followNotebooks } from "./cells";
import { type CreateStudio, journalRealm, StudioPanel } from "./document";
import { ansatzIcon } from "./icons";
import { addJobs } from "./jobs";

const PLUGIN = "qdesign:plugin";
const FACTORY = "qdesign studio";
const LESSON = "qdesign-lesson";

const studio = async (): Promise<CreateStudio> =>
  (await import("../../../../../qdesign/static/studio.js")).createStudio;

type Document = IDocumentWidget<StudioPanel, DocumentRegistry.ICodeModel>;
type Options = Omit<ConstructorParameters<typeof StudioPanel>[0], "context">;

class StudioFactory extends ABCWidgetFactory<Document, DocumentRegistry.ICodeModel> {
  constructor(private readonly panel: Options) {
    super({
      name: FACTORY,
      label: "Studio",
      modelName: "text",
      fileTypes: ["qdesign", "openqasm", "zx-diagram", "tikz"],
      defaultFor: ["qdesign", "openqasm", "zx-diagram", "tikz"],
    });
  }

  protected override createNewWidget(context: DocumentRegistry.CodeContext): Document {
    const content = new StudioPanel({ ...this.panel, context });
    const widget = new DocumentWidget({ content, context });
    widget.title.icon = ansatzIcon;
    // The studio has a toolbar of its own.
    widget.toolbar.hide();
    return widget;
  }
}

/** A lesson's file is worked on in a drawing of its own: that opens, and this goes. */
class LessonFactory extends ABCWidgetFactory<IDocumentWidget> {
  constructor(private readonly open: (path: string) => Promise<void>) {
    super({ name: "qdesign lesson", label: "Lesson", modelName: "text", readOnly: true, ...ONLY_LESSONS });
  }

  protected override createNewWidget(context: DocumentRegistry.Context): IDocumentWidget {
    const widget = new DocumentWidget({ content: new Widget(), context });
    widget.title.icon = ansatzIcon;
    void context.ready.then(() => this.open(context.path)).finally(() => widget.dispose());
    return widget;
  }
}

const ONLY_LESSONS = { fileTypes: [LESSON], defaultFor: [LESSON] };

function addFileTypes(app: JupyterFrontEnd): void {
  const common = { contentType: "file", fileFormat: "text", icon: ansatzIcon } as const;
  app.docRegistry.addFileType({
    ...common,
    name: "qdesign",
    displayName: "Ansatz",
    extensions: [".qdesign"],
    mimeTypes: ["application/x-qdesign+json"],
  });
  app.docRegistry.addFileType({
    ...common,
    name: "openqasm",
    displayName: "OpenQASM",
    extensions: [".qasm"],
    mimeTypes: ["text/x-openqasm"],
  });
  app.docRegistry.addFileType({
    ...common,
    name: "zx-diagram",
    displayName: "ZX diagram",
    extensions: [".zxg", ".zxp", ".zxr"],
    mimeTypes: ["application/x-zxlive+json"],
  });
  app.docRegistry.addFileType({
    ...common,
    name: "tikz",
    displayName: "TikZ picture",
    extensions: [".tikz"],
    mimeTypes: ["text/x-tikz"],
  });
  app.docRegistry.addFileType({
    ...common,
    name: LESSON,
    displayName: "Lesson",
    extensions: [".qlesson"],
    mimeTypes: ["application/x-qdesign-lesson+json"],
  });
}

async function create(app: JupyterFrontEnd, cwd: string): Promise<unknown> {
  const { contents } = app.serviceManager;
  const made = await contents.newUntitled({ path: cwd, type: "file", ext: ".qdesign" });
  await contents.save(made.path, { type: "file", format: "text", content: EMPTY_DOCUMENT });
  return app.commands.execute("docmanager:open", { path: made.path, factory: FACTORY });
}

function addCommands(
  app: JupyterFrontEnd,
  tracker: WidgetTracker<Document>,
  browser: IDefaultFileBrowser | null,
): void {
  const current = (): Document | null =>
    app.shell.currentWidget === tracker.currentWidget ? tracker.currentWidget : null;
  app.commands.addCommand("qdesign:new", {
    label: (args) => (args["isPalette"] === true ? "New Ansatz" : "Ansatz"),
    caption: "Draw a new ansatz",
    icon: (args) => (args["isPalette"] === true ? undefined : ansatzIcon),
    execute: (args) => {
      const cwd = args["cwd"];
      return create(app, typeof cwd === "string" ? cwd : (browser?.model.path ?? ""));
    },
  });
  app.commands.addCommand("qdesign:open-as-text", {
    label: "Open Ansatz as Text",
    caption: "Show the file of this studio in the text editor",
    isEnabled: () => current() !== null,
    execute: () => openAsText(app, current()?.context.path),
  });
  app.commands.addCommand("qdesign:open-lesson", {
    label: "Open Lesson in a New Ansatz",
    caption: "Work on the lesson in a file of its own",
    icon: ansatzIcon,
    isVisible: () => chosenLesson(browser) !== "",
    execute: (args) => openLesson(app, typeof args["path"] === "string" ? args["path"] : chosenLesson(browser)),
  });
  app.contextMenu.addItem({
    command: "qdesign:open-lesson",
    selector: `.jp-DirListing-item[data-file-type="${LESSON}"]`,
    rank: 0,
  });
  app.commands.addCommand("qdesign:keys", {
    label: "Show the Studio's Keys",
    isEnabled: () => current() !== null,
    execute: () => {
      const root = current()?.content.node.firstElementChild;
      root?.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true }));
    },
  });
}

/** The path of the lesson's file that is selected in the file browser; empty for none. */
function chosenLesson(browser: IDefaultFileBrowser | null): string {
  const [chosen] = browser ? [...browser.selectedItems()] : [];
  return chosen?.path.endsWith(".qlesson") ? chosen.path : "";
}

/** A new file beside that of a lesson, in which it is worked on. */
async function openLesson(app: JupyterFrontEnd, path: string): Promise<void> {
  if (!path) return;
  try {
    const text = await readFile(app, path);
    const opened = await saveBeside(app, path.replace(/\.qlesson$/, ""), EMPTY_DOCUMENT);
    if (opened instanceof DocumentWidget && opened.content instanceof StudioPanel) opened.content.teach(text);
  } catch (error) {
    void showErrorMessage("The lesson could not be opened", String(error));
  }
}

/** Journals go with their files: to a new path, and away with what is deleted or new. */
function followFiles(app: JupyterFrontEnd): void {
  const { contents, serverSettings } = app.serviceManager;
  const realm = journalRealm(serverSettings);
  contents.fileChanged.connect((_, { type, oldValue, newValue }) => {
    const from = oldValue?.path;
    const to = newValue?.path;
    for (const each of [realm, NOTEBOOKS]) {
      if (type === "rename" && from !== undefined && to !== undefined) void moveEntries(each, from, to);
      if (type === "delete" && from !== undefined) void forgetEntries(each, from);
      if (type === "new" && to !== undefined) void forgetEntries(each, to);
    }
  });
}

function openAsText(app: JupyterFrontEnd, path: string | undefined): void {
  if (path !== undefined) {
    void app.commands.execute("docmanager:open", { path, factory: "Editor" });
  }
}

/** Saves a document under the first free name like `path`.qdesign and opens it; gives its widget. */
async function saveBeside(app: JupyterFrontEnd, path: string, document: string): Promise<unknown> {
  const { contents } = app.serviceManager;
  const split = 1 + Math.max(path.lastIndexOf("/"), path.lastIndexOf(":"));
  const [folder, stem] = [path.slice(0, split), path.slice(split)];
  // Read as a whole: asking for a file that is not there is an error in the browser's console.
  const { content } = await contents.get(folder.replace(/\/$/, ""), { type: "directory", content: true });
  const taken = new Set((content as readonly Contents.IModel[]).map((each) => each.name));
  let free = stem;
  for (let k = 1; taken.has(`${free}.qdesign`); k++) free = `${stem}-${k}`;
  const name = `${folder}${free}.qdesign`;
  await contents.save(name, { type: "file", format: "text", content: document });
  return app.commands.execute("docmanager:open", { path: name, factory: FACTORY });
}

/** A drawing that a job kept, in a new file where files are looked at; with Send where it is sent again. */
async function openDrawing(
  app: JupyterFrontEnd,
  browser: IDefaultFileBrowser | null,
  name: string,
  document: string,
  sent: SentWith | null,
): Promise<void> {
  const safe = name.replace(/[\\/:*?"<>|]+/g, " ").trim() || "drawing";
  const folder = browser?.model.path ?? "";
  try {
    const opened = await saveBeside(app, folder === "" ? safe : `${folder}/${safe}`, document);
    if (opened instanceof DocumentWidget) {
      Notification.info(`The drawing of ${name} is in a new file, ${opened.context.path}.`, { autoClose: 10_000 });
      if (sent && opened.content instanceof StudioPanel) opened.content.sendAgain(sent);
    }
  } catch (error) {
    void showErrorMessage("The drawing could not be opened", String(error));
  }
}

async function readFile(app: JupyterFrontEnd, path: string): Promise<string> {
  const { content } = await app.serviceManager.contents.get(path, { type: "file", format: "text", content: true });
  return String(content);
}

const plugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN,
  description: "Opens, draws and saves .qdesign documents, programs (.qasm) and ZX diagrams (.zxg, .tikz).",
  autoStart: true,
  optional: [ICommandPalette, IDefaultFileBrowser, ILauncher, ILayoutRestorer, ISettingRegistry],
  activate: async (
    app: JupyterFrontEnd,
    palette: ICommandPalette | null,
    browser: IDefaultFileBrowser | null,
    launcher: ILauncher | null,
    restorer: ILayoutRestorer | null,
    registry: ISettingRegistry | null,
  ): Promise<void> => {
    const tracker = new WidgetTracker<Document>({ namespace: "qdesign" });
    addFileTypes(app);
    addCommands(app, tracker, browser);
    const category = "qdesign";
    palette?.addItem({ command: "qdesign:new", category, args: { isPalette: true } });
    palette?.addItem({ command: "qdesign:open-as-text", category });
    palette?.addItem({ command: "qdesign:keys", category });
    launcher?.add({ command: "qdesign:new", category: "Other", rank: 1 });

    const server = app.serviceManager.serverSettings;
    followFiles(app);
    followNotebooks(app);
    const answering = new Answering(server);
    const doubt = (): void => void answering.doubt();
    app.serviceManager.connectionFailure.connect(doubt);
    const settings = (await registry?.load(PLUGIN).catch(() => null)) ?? null;
    // Jobs are the server's.
    if (!isAlone()) {
      const jobs = addJobs(app, {
        asks: () => new ServerAsks(server, doubt),
        settings,
        studio,
        openDrawing: (name, document, sent) => void openDrawing(app, browser, name, document, sent),
      });
      app.shell.add(jobs.panel, "left", { rank: 800 });
      restorer?.add(jobs.panel, jobs.panel.id);
      if (restorer !== null) {
        void restorer.restore(jobs.tabs, {
          command: "qdesign:open-job",
          args: ({ job, title }) => ({ job, label: title.label }),
          name: ({ job }) => job ?? "",
        });
      }
    }
    const factory = new StudioFactory({
      server,
      answering,
      settings,
      studio,
      readFile: (path) => readFile(app, path),
      openAsText: (path) => openAsText(app, path),
      saveBeside: async (path, document) => void (await saveBeside(app, path, document)),
    });
    factory.widgetCreated.connect((_, widget) => {
      widget.context.pathChanged.connect(() => void tracker.save(widget));
      void tracker.add(widget);
    });
    // JupyterLab's types are not written for exact optional properties.
    app.docRegistry.addWidgetFactory(factory as DocumentRegistry.WidgetFactory);
    const lessons = new LessonFactory((path) => openLesson(app, path));
    app.docRegistry.addWidgetFactory(lessons as DocumentRegistry.WidgetFactory);
    if (restorer !== null) {
      void restorer.restore(tracker, {
        command: "docmanager:open",
        args: (widget) => ({ path: widget.context.path, factory: FACTORY }),
        name: (widget) => widget.context.path,
      });
    }
  },
};

export default plugin;
