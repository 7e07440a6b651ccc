import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { attempt } from "../../src/document/errors";
import { Names } from "../../src/view/workbench/words";
import german from "../../src/words/de.json";
import english from "../../src/words/en.json";
import { readWords } from "../../src/words/own";
import { PLACES, speaker, tableOf } from "../../src/words/table";

const none = (): boolean => false;
const table = tableOf(german);
const say = speaker(table, none);

describe("the tables of words", () => {
  it("hold every text of the source: if not, run npm run words, and add the German it asks for", () => {
    execFileSync(process.execPath, ["words.mjs", "check"], { stdio: "inherit" });
    expect(Object.keys(german)).toEqual(Object.keys(english));
  });

  it("have the same places, in the same order, and the same spaces at the ends", () => {
    for (const [key, own] of Object.entries(german)) {
      expect(own.match(PLACES), key).toEqual(key.match(PLACES));
      expect(own, key).toBe(own.trim());
      expect(own, key).not.toBe("");
    }
  });
});

describe("a language", () => {
  it("says whole texts, texts with places, lines, sentences and keys", () => {
    expect(say("Undo")).toBe("Rückgängig");
    expect(say("  Undo ")).toBe("  Rückgängig ");
    expect(say("3 qubits")).toBe("3 Qubits");
    expect(say("Go down to the lowest energy (Ctrl+Enter)")).toBe("Hinunter zum tiefsten Wert: Energie (Strg+Eingabe)");
    expect(say("Undo (Ctrl+Shift+Z)")).toBe("Rückgängig (Strg+Umschalt+Z)");
    expect(say("average of 1,000 runs, with noise")).not.toBe(null);
    expect(say("There is no gate 'Undo'. Write a gate and its qubits: cx 0 1")).toContain("'Undo'");
  });

  it("leaves numbers, formulas and what it does not know", () => {
    for (const text of ["", "0.25", "θ₀", "|01⟩", "rz(theta) q[0];", "Ada Lovelace", "A of B", "all and one at once"])
      expect(say(text), text).toBe(null);
  });

  it("never touches what somebody named, whatever the name", () => {
    for (const name of Object.keys(english)) {
      const own = speaker(table, (text) => text === name);
      expect(own(name), name).toBe(null);
      // At the places of names too: there nothing is looked up.
      expect(own(`Copied ${name}.`), name).toBe(`${name} kopiert.`);
      expect(say(`There is no gate '${name}'.`) ?? name).toContain(name.slice(0, 3));
    }
  });

  it("leaves sentences of people, though words of the table stand in them", () => {
    const drawn = speaker(table, none, true);
    for (const text of [
      "a turn by any angle",
      "A turn by any angle",
      "RY has an angle, and the angle has a slider",
      "QAOA with two angles cuts three of four edges",
      "No gates are proven to be wires",
      "Run 3 gates now",
      "Undo. Run 3 gates now",
      "Undo my edges (all of them)",
      "The lesson of angles and the gates that turn",
      "Copied from a friend who has 3 qubits.",
    ])
      for (const each of [say, drawn]) expect(each(text), text).toBe(null);
  });

  it("changes of the pages of this documentation whole texts alone, and short forms with numbers and names", () => {
    const docs = readdirSync("../docs").filter((file) => file.endsWith(".md"));
    // Code is shown with what it gives, such as the words of a figure.
    const texts = docs.map((file) => readFileSync(`../docs/${file}`, "utf8").replace(/^```.*?^```/gmsu, ""));
    const sentences = texts.flatMap((text) => text.split(/(?<=[.!?:;|])\s|\n/u));
    const long = [...new Set(sentences.map((each) => each.trim()))].filter((each) => each.split(/\s+/u).length > 7);
    expect(long.length).toBeGreaterThan(1500);
    const own = new Set<string>(Object.values(german));
    const parts = (text: string): string[] => text.split(/ · | \(|(?<=[.!?…]) /u);
    // A part that changes is a text of the table.
    const changed = long.filter((each) => say(each) !== null && !parts(say(each) ?? "").some((part) => own.has(part)));
    expect(changed).toEqual([]);
  });

  it("fills its places with numbers, formulas, names, what is in quotes, and texts of the table", () => {
    expect(say("0 in use.")).toBe("0 in Gebrauch.");
    expect(say("3 parameters")).toBe("3 Parameter");
    expect(say("Copied q[0].")).toBe("q[0] kopiert.");
    expect(say("Copied my own gate.")).toBe(null);
    expect(speaker(table, (text) => text === "my own gate")("Copied my own gate.")).toBe("my own gate kopiert.");
    expect(say("There is no gate 'my own gate'.")).toBe("Es gibt kein Gatter 'my own gate'.");
    expect(say("The file is not read. Line 3 ends early.")).toBe("Die Datei wird nicht gelesen. Line 3 ends early.");
  });

  it("takes what a check said for ours, though the document keeps it", () => {
    const names = new Names();
    names.take({ lesson: { goals: { few: { outcome: "pass", message: "0 in use." } }, title: "Undo" } });
    expect([names.has("0 in use."), names.has("Undo")]).toEqual([false, true]);
  });

  it("says nothing twice, and takes long and strange texts quickly", () => {
    for (const own of Object.values(german)) expect((say(own) ?? own).length).toBeLessThan(own.length + 40);
    expect(say("x is ".repeat(100_000))).toBe(null);
    expect(say("(".repeat(300) + " of ".repeat(80))).toBe(null);
    expect(say("<img src=x onerror=alert(1)>")).toBe(null);
  });
});

describe("words of one's own", () => {
  it("are read, or refused in one sentence", () => {
    expect(readWords('{"Undo": "Zurück", "{n} qubits": "{n} Q"}')).toEqual({ Undo: "Zurück", "{n} qubits": "{n} Q" });
    for (const text of [
      "",
      "[]",
      "{}",
      "null",
      "{",
      '{"Undo": 1}',
      '{"{n} qubits": "viele"}',
      '{"a{}{w}": "{w}{}"}',
      "1",
    ]) {
      const read = attempt(() => readWords(text));
      expect("refusal" in read && /\.$/.test(read.refusal.message), text).toBe(true);
    }
  });
});
