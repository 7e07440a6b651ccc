/** The letters that take rules while proving, as the help of keys lists them. */

import type { JSX } from "preact";
import { RULES } from "../../rewriting";

export function RuleKeys(): JSX.Element {
  return (
    <section data-part="rule-keys">
      <h3 style={{ margin: "6px 0 2px" }}>Rules at what is selected, while proving</h3>
      {RULES.filter(({ key }) => key).map(({ name, title, key }) => (
        <div key={name}>
          <span>{title}</span>
          <span>
            <span class="qd-key">{key}</span>
          </span>
        </div>
      ))}
    </section>
  );
}
