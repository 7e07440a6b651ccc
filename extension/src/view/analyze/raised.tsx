/** Words with powers set as powers: "falls as n^−1.5" has its exponent above the line, and n in italics. */

import type { JSX } from "preact";

const IN_POWER = /^[−-]?[\p{L}\p{N}]+(?:\.\p{N}+)?/u;
const LETTER = /(?<![\p{L}\p{N}])\p{L}$/u;

export function Raised({ text }: { readonly text: string }): JSX.Element {
  const parts = text.split("^");
  return (
    <>
      {parts.map((part, k) => {
        const power = k ? (IN_POWER.exec(part)?.[0] ?? "") : "";
        const rest = k && !power ? `^${part}` : part.slice(power.length);
        const base = k < parts.length - 1 ? LETTER.exec(rest)?.[0] : undefined;
        return [
          power && <sup key={k}>{isLetters(power) ? <Letter name={power} /> : power}</sup>,
          base ? rest.slice(0, -base.length) : rest,
          base && <Letter name={base} />,
        ];
      })}
    </>
  );
}

const isLetters = (power: string): boolean => /^[−-]?\p{L}$/u.test(power);

function Letter({ name }: { readonly name: string }): JSX.Element {
  return <i class="qd-text-italic">{name}</i>;
}
