/** The file of `qdesign studio FILE`: its text follows the drawing, Python writes it, conflicts are told. */

import type { Left, Port, SavedState } from "../port";
import type { Channel, Model, Wrote } from "./channel";
import type { FileBar } from "./file-bar";
import { type Choice, type FileContext, FileText, isForeign, type Surroundings } from "./file-text";

const AGAIN = 3_000;
/** The version on disk that each file's drawing on this page was built on: it outlives lost sessions. */
const built = new Map<string, string>();
/** The program that was typed in place of each file's, likewise. */
const programs = new Map<string, string | undefined>();

/** What somebody opened in place of each file's drawing, likewise. */
const others = new Map<string, Other>();

/** Documents whose save was asked for and not answered, by file: the session that takes over saves these. */
const begun = new Map<string, string>();

/** Another file that was opened in the page: its name for the drawing, and all of it. */
interface Other {
  readonly name: string;
  readonly file: string;
}

export interface OpenedFile {
  /** The port, with what is drawn followed into the file. */
  readonly port: Port;
  readonly save: () => void;
  readonly program: FileText;
  /** Saves all of the document beside a program, which can hold the circuit alone. */
  readonly saveWhole: (() => void) | undefined;
  /** Another file is opened in the page, whose drawing replaces this file's only where the person says so. */
  readonly replace: (other: Other) => void;
  /** The file that was opened in the page; undefined where it is the server's. */
  readonly other: string | undefined;
  readonly restore: (left: Left) => void;
  /** The text that is on disk. */
  readonly onDisk: () => Promise<string>;
  readonly stop: () => void;
}

interface Around {
  readonly channel: Channel;
  /** Hears when nobody is there, and when Python answers again. */
  readonly onAway: (listener: (away: boolean) => void) => void;
  readonly bar: FileBar;
  readonly tell: (saved: SavedState) => void;
  /** Calls the drawing by another name. */
  readonly rename: (name: string) => void;
  readonly flush: () => void;
  /** Has the studio compare the drawing with what is on disk. */
  readonly compare: () => void;
  /** The newest drawing is on disk. */
  readonly kept: () => void;
  readonly refused: () => void;
}

/** The file that the server has open for this page; null where there is none. */
export function openedFile(model: Model, port: Port, around: Around): OpenedFile | null {
  const [name, text, version, document] = ["file_name", "file_text", "file_version", "document_text"].map((trait) =>
    String(model.get(trait) ?? ""),
  ) as [string, string, string, string];
  if (name === "") return null;
  const isInherited = port.get("document") !== document;
  const context = new OverChannel(name, (isInherited ? built.get(name) : undefined) ?? version, around);
  const { bar, rename } = around;
  let other = isInherited ? others.get(name) : undefined;
  if (other !== undefined) rename(other.name);
  const replace = (by: Other | undefined): void => {
    other = by;
    if (by === undefined) others.delete(name);
    else {
      others.set(name, by);
      rename(by.name);
    }
  };
  const keepWhole = async (whole: string): Promise<void> => {
    const was = context.path;
    try {
      await context.write(() => whole, true, other?.name);
    } catch {
      return; // it was said why
    }
    context.model.dirty = false;
    context.model.fromString(whole);
    file.read(whole, whole);
    if (other !== undefined) rename(stemOf(context.path));
    // A session that takes over has the server's file again, so `others` still knows of it.
    other = undefined;
    if (port.get("document") === whole) around.kept();
    else file.put(port.get("document"));
    bar.say(`Saved in ${context.path}, which is open now in place of ${was}.`);
  };
  const file: FileText = new FileText({
    context,
    asks: port,
    tell: around.tell,
    flush: around.flush,
    choose: (...asked) => choose(bar, context.path, ...asked),
    keepWhole,
    started: () => {
      bar.say("");
      begun.set(context.path, file.document);
    },
    kept: () => {
      if (other !== undefined) {
        replace(undefined);
        rename(stemOf(context.path));
      }
      around.kept();
    },
    refused: around.refused,
    outdated: () => context.outdate(),
    sayFailed: (words) => bar.say(words),
  });
  context.model.fromString(text);
  file.read(text, document);
  if (isInherited) {
    file.put(port.get("document"));
    const typed = programs.get(name);
    if (typed !== undefined) file.typed(typed);
    const wanted = begun.get(name);
    if (wanted !== undefined) void file.saveAs(wanted);
  }
  const save = async (): Promise<void> => {
    if (other !== undefined) around.flush();
    if (other !== undefined && context.model.dirty) {
      const choice = await replaces(bar, context.path, other);
      if (choice === "beside") return keepWhole(port.get("document"));
      if (choice === "later") return;
    }
    file.save();
    if (file.wanted !== null) begun.set(context.path, file.wanted);
  };
  bar.offerSave(() => void save());
  const follow = (document: string): void => file.put(document);
  around.onAway((nobody) => file.answers(!nobody));
  const stops = [file.onChange(() => programs.set(context.path, file.program)), port.onChange("document", follow)];
  return {
    port: {
      ...port,
      set(field, value) {
        port.set(field, value);
        if (field === "document") follow(port.get("document"));
      },
    },
    save: () => void save(),
    program: file,
    replace,
    get other() {
      return other?.file;
    },
    restore(left) {
      if (left.other !== undefined) replace({ name: stemOf(left.other), file: left.other });
      file.restore(left);
    },
    get saveWhole() {
      return isForeign(context.path) ? () => void keepWhole(port.get("document")) : undefined;
    },
    onDisk: () => context.read(),
    stop: () => {
      for (const stop of stops) stop();
      context.isDisposed = true;
      file.dispose();
    },
  };
}

function choose(
  bar: FileBar,
  path: string,
  ...[why, difference, withdrawn]: Parameters<Surroundings["choose"]>
): Promise<Choice> {
  return bar.question(
    `This edit does not fit the text of ${path}. ${why} Until you choose, the file stays as it is.`,
    difference ?? "",
    [
      ["Save as .qdesign", "whole"],
      ...(difference === null ? [] : [["Rewrite the file", "anew"] as const]),
      ["Not now", "later"],
    ],
    withdrawn,
  );
}

function replaces(bar: FileBar, path: string, { name, file }: Other): Promise<"beside" | "over" | "later"> {
  return bar.question(`Replace ${path} by ${file}?`, "", [
    [`Save as ${name}.qdesign beside it`, "beside"],
    ["Replace", "over"],
    ["Cancel", "later"],
  ]);
}

function stemOf(path: string): string {
  return path.replace(/\.[^.]*$/, "");
}

type SaveListener = Parameters<FileContext["saveState"]["connect"]>[0];

/** A file that Python writes; what is sent is sent again until it is answered. */
class OverChannel implements FileContext {
  isDisposed = false;
  readonly model: FileContext["model"];
  private readonly listeners = new Set<SaveListener>();
  readonly saveState = {
    connect: (listener: SaveListener) => this.listeners.add(listener),
    disconnect: (listener: SaveListener) => this.listeners.delete(listener),
  };
  private number = Date.now();
  private readonly waiting = new Map<number, (answer: Wrote) => void>();

  constructor(
    public path: string,
    private version: string,
    private readonly around: Around,
  ) {
    let held = "";
    this.model = {
      dirty: false,
      toString: () => held,
      fromString: (text) => {
        held = text;
      },
    };
    built.set(path, version);
    around.channel.onWrote((answer) => this.waiting.get(answer.wrote)?.(answer));
  }

  async save(): Promise<void> {
    this.tell("started");
    try {
      await this.write(() => this.model.toString(), false);
    } catch (error) {
      this.tell("failed");
      throw error;
    }
    this.tell("completed");
  }

  /** Writes the file, or another one beside it, which then takes its place; `text` is the newest one. */
  async write(text: () => string, beside: boolean, named?: string): Promise<void> {
    const newest = text();
    // Panel sends no message that holds an undefined value.
    const by = named === undefined ? {} : { named };
    const answer = await this.sent((number) => ({ write: newest, over: this.version, number, beside, ...by }));
    begun.delete(this.path);
    if (answer.changed && (await this.overwrites(answer.version !== ""))) {
      this.version = answer.version;
      this.tell("started");
      return this.write(text, beside, named);
    }
    if (answer.refused !== "") {
      this.around.bar.say(answer.refused);
      throw new Error(answer.refused);
    }
    this.path = answer.name;
    this.version = answer.version;
    built.set(this.path, this.version);
  }

  /** The file is another one than that of the drawing: a save that changes it asks. */
  outdate(): void {
    this.version = "";
    built.set(this.path, "");
  }

  async read(): Promise<string> {
    const { text = "", refused } = await this.sent((number) => ({ read: number }));
    if (refused !== "") throw new Error(refused);
    return text;
  }

  private async overwrites(isThere: boolean): Promise<boolean> {
    this.tell("asked");
    const words = isThere
      ? `${this.path} changed on disk since it was opened here. ` +
        "Reloading the page shows what is there; download yours before."
      : `${this.path} is no longer there: it was deleted or moved since it was opened here.`;
    for (;;) {
      const choice = await this.around.bar.question<"over" | "mine" | "compare" | "later">(words, "", [
        ...(isThere ? [["Compare", "compare"] as const] : []),
        [isThere ? "Overwrite the file" : "Write it again", "over"],
        ["Download mine", "mine"],
        ["Not now", "later"],
      ]);
      if (choice === "mine") this.around.bar.download();
      if (choice !== "compare") return choice === "over";
      this.around.compare();
    }
  }

  private sent(message: (number: number) => object): Promise<Wrote> {
    const number = ++this.number;
    const put = message(number);
    return new Promise((resolve) => {
      const send = (): void => {
        try {
          this.around.channel.put(put);
        } catch {
          // The line is cut; it may come back.
        }
      };
      const again = setInterval(() => {
        if (this.isDisposed) return clearInterval(again);
        if ("write" in put) this.tell("lost");
        send();
      }, AGAIN);
      this.waiting.set(number, (answer) => {
        this.waiting.delete(number);
        clearInterval(again);
        resolve(answer);
      });
      send();
    });
  }

  private tell(state: Parameters<SaveListener>[1]): void {
    for (const listener of [...this.listeners]) listener(this, state);
  }
}
