/** Words of OpenQASM by what they are, for the code editor's colors. */

const KINDS: Readonly<Record<string, string>> = {
  keyword:
    "OPENQASM include defcalgrammar def cal defcal gate extern box let break continue if else end return for while " +
    "in switch case default input output const readonly mutable opaque measure reset barrier delay nop " +
    "ctrl negctrl inv pow gphase U CX",
  typeName: "qreg qubit creg bool bit int uint float angle complex array void duration stretch",
  atom: "pi π tau τ euler ℇ true false im",
};

export const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries(KINDS).flatMap(([kind, words]) => words.split(" ").map((word) => [word, kind] as const)),
);
