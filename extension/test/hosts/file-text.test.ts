import { describe, expect, it } from "vitest";

import { type Choice, FileText, isToDraw } from "../../src/hosts/file-text";
import type { Port } from "../../src/port";

describe("a file that waits for what is drawn first", () => {
  it("has no word, or is a program's and has comments alone", () => {
    for (const text of ["", " \n\t", "\ufeff", "// a start\n", "/* nothing */ // here", "/* a // b */\n// c /* d"])
      expect(isToDraw("mine.QASM", text), text).toBe(true);
    for (const text of ["x", "/* a */ x // b", "/* no end", "/*/", "/* a */ /* b", "/ / a"])
      expect(isToDraw("mine.qasm", text), text).toBe(false);
    expect(isToDraw("mine.qdesign", " \n")).toBe(true);
    expect(isToDraw("mine.qdesign", "// of no document")).toBe(false);
  });

  it("is told in time however its comments look", () => {
    for (const pumped of ["/*", "/**/", "// a // b ", "/"])
      expect(isToDraw("a.qasm", pumped.repeat(20_000))).toBeTypeOf("boolean");
  });
});

/** What was asked, and whether that stands; `answer` is the person's. */
interface Asked {
  readonly difference: string | null;
  readonly withdrawn: AbortSignal;
  readonly answer: (choice: Choice) => void;
}

/**
 * A program in a file. Python's part is played here: a document is its lines; one with a word in capitals does not fit
 * a text that has a comment.
 */
function opened(text: string, document: string) {
  const listeners = new Set<Parameters<Port["onMessage"]>[0]>();
  const questions: Asked[] = [];
  let held = text;
  const context = {
    path: "mine.qasm",
    isDisposed: false,
    model: { dirty: false, toString: () => held, fromString: (now: string) => void (held = now) },
    saveState: { connect: () => undefined, disconnect: () => undefined },
    save: async () => undefined,
  };
  const file = new FileText({
    context,
    asks: {
      send(message) {
        if (!("ask" in message) || message.ask !== "update") return;
        const [comment = ""] = /^\/\/.*\n/.exec(message.text) ?? [];
        const fits = comment === "" || !/[A-Z]/.test(message.document);
        const result = {
          why: fits ? "" : "It has capitals.",
          text: fits ? comment + message.document : message.document,
          difference: fits ? "" : `+${message.document}`,
        };
        queueMicrotask(() => {
          for (const hear of [...listeners]) hear({ id: message.id, reply: "done", result }, []);
        });
      },
      onMessage(hear) {
        listeners.add(hear);
        return () => listeners.delete(hear);
      },
    },
    choose: (_, difference, withdrawn) =>
      new Promise((answer) => void questions.push({ difference, withdrawn, answer })),
    tell: () => undefined,
    flush: () => undefined,
    keepWhole: async () => undefined,
    started: () => undefined,
    kept: () => undefined,
    refused: () => undefined,
    outdated: () => undefined,
    sayFailed: () => undefined,
  });
  file.read(text, document);
  return { file, questions, model: context.model };
}

describe("the question about an edit that does not fit the text", () => {
  const TEXT = "// mine\nh";
  const standing = (questions: readonly Asked[]) =>
    questions.filter(({ withdrawn }) => !withdrawn.aborted).map(({ difference }) => difference);

  it("goes once its edit is undone, and its answer is none then", async () => {
    const { file, questions, model } = opened(TEXT, "h");
    file.put("H");
    await expect.poll(() => standing(questions)).toEqual(["+H"]);
    file.put("h");
    await expect.poll(() => standing(questions)).toEqual([]);
    expect(model.dirty).toBe(false);
    questions[0]?.answer("anew");
    file.put("x");
    await expect.poll(() => file.text).toBe("// mine\nx");
    file.put("X");
    await expect.poll(() => standing(questions)).toEqual(["+X"]);
    expect(file.text).toBe("// mine\nx");
  });

  it("is about the newest drawing, which is tried anew", async () => {
    const { file, questions } = opened(TEXT, "h");
    file.put("H");
    await expect.poll(() => standing(questions)).toEqual(["+H"]);
    file.put("HX");
    await expect.poll(() => standing(questions)).toEqual(["+HX"]);
    questions[0]?.answer("anew");
    file.put("hx");
    await expect.poll(() => file.text).toBe("// mine\nhx");
    expect(standing(questions)).toEqual([]);
  });

  it("lets edits of what was rewritten go on, until the comments are back", async () => {
    const { file, questions } = opened(TEXT, "h");
    file.put("H");
    await expect.poll(() => standing(questions)).toEqual(["+H"]);
    questions[0]?.answer("anew");
    await expect.poll(() => file.text).toBe("H");
    file.put("HX");
    await expect.poll(() => file.text).toBe("HX");
    expect(questions).toHaveLength(1);
    file.put("hx");
    await expect.poll(() => file.text).toBe("// mine\nhx");
    file.put("hX");
    await expect.poll(() => standing(questions)).toEqual(["+hX"]);
  });

  it("asks about another edit once one that was put off is undone", async () => {
    const { file, questions } = opened(TEXT, "h");
    file.put("H");
    await expect.poll(() => standing(questions)).toEqual(["+H"]);
    questions[0]?.answer("later");
    await expect.poll(() => file.now?.behind).toContain("cannot follow");
    file.put("h");
    await expect.poll(() => file.now?.behind).toBe("");
    file.put("X");
    await expect.poll(() => standing(questions)).toEqual(["+X"]);
  });
});
