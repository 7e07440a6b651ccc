/** Why a verdict holds, one by one. */

import type { JSX } from "preact";

import type { Figure } from "../../port";
import { Icon } from "../widgets/icons";
import { Raised } from "./raised";

const MARKS = {
  true: ["ok", "check", "holds"],
  false: ["", "close", "does not hold"],
  null: ["", "", "not known"],
} as const;

export function Reasons({ reasons }: { readonly reasons: Figure["reasons"] }): JSX.Element {
  return (
    <ul class="qd-fig-reasons">
      {reasons.map(({ holds, words, detail }) => {
        const [tone, icon, said] = MARKS[`${holds}`];
        return (
          <li key={words} title={`${words} ${detail}`}>
            <i data-tone={tone} role="img" aria-label={said}>
              {icon ? <Icon name={icon} size={13} /> : "?"}
            </i>
            <span>
              <b>
                <Raised text={words} />
              </b>{" "}
              <Raised text={detail} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
