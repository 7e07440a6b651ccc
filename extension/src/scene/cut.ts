/** Names too long for their place, cut in the middle between whole characters, so that they stay different. */

/** What a person takes for one character, such as an emoji of several code points. */
function characters(text: string): readonly string[] {
  if (!Intl.Segmenter) return [...text];
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}

/** At most `most` characters, the first half and the last. */
export function cut(text: string, most: number): string {
  return cutAt(text, most, half(most));
}

/** The start of a text, in whole characters. */
export function startOf(text: string, most: number): string {
  return text.length > most ? characters(text).slice(0, most).join("") : text;
}

/** Names cut alike, where between start and end they can be told apart; else by where they first differ. */
export function cutAlike(names: readonly string[], most: number): readonly string[] {
  if (names.every((name) => name.length <= most)) return names;
  const different = new Set(names).size;
  const heads = Array.from({ length: most - 1 }, (_, k) => k + 1);
  heads.sort((a, b) => Math.abs(a - half(most)) - Math.abs(b - half(most)));
  for (const head of heads) {
    const short = names.map((name) => cutAt(name, most, head));
    if (new Set(short).size === different) return short;
  }
  const short = names.map((name) => cut(name, most));
  return short.map((name, k) => {
    const alike = names.filter((other, j) => short[j] === name && other !== names[k]);
    return alike.length ? around(names[k] ?? "", alike, most) : name;
  });
}

const half = (most: number): number => Math.ceil((most - 1) / 2);

function cutAt(text: string, most: number, head: number): string {
  if (text.length <= most) return text;
  const letters = characters(text);
  if (letters.length <= most) return text;
  const tail = most - 1 - head;
  return `${letters.slice(0, head).join("")}…${tail ? letters.slice(-tail).join("") : ""}`;
}

/** The stretch where a name is first different from another. */
function around(name: string, others: readonly string[], most: number): string {
  const letters = characters(name);
  const differs = others.map((other) => {
    const theirs = characters(other);
    return letters.findIndex((letter, k) => letter !== theirs[k]);
  });
  const at = Math.max(0, ...differs);
  return `…${letters.slice(at, at + most - 2).join("")}${at + most - 2 < letters.length ? "…" : ""}`;
}
