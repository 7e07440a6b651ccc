/** Words with powers set as powers: "falls as n^−1.5" has its exponent above the line. */

import type { JSX } from "preact";

const IN_POWER = /^[−-]?[\p{L}\p{N}]+(?:\.\p{N}+)?/u;

export function Raised({ text }: { readonly text: string }): JSX.Element {
  const [first = "", ...rest] = text.split("^");
  return (
    <>
      {first}
      {rest.map((part, k) => {
        const power = IN_POWER.exec(part)?.[0] ?? "";
        return power ? [<sup key={k}>{power}</sup>, part.slice(power.length)] : `^${part}`;
      })}
    </>
  );
}
