/** All keys of the studio, from its table of commands. */

import type { JSX } from "preact";

import type { Command } from "../../commands/command";
import { RULES } from "../../rewriting";
import { KeyList, KeySection } from "../widgets/key-list";

export function Keys({ commands }: { readonly commands: readonly Command[] }): JSX.Element {
  const rules = RULES.flatMap(({ title, key }) => (key ? [[title, key] as const] : []));
  return (
    <div class="qd-page-text">
      <h1>Keys</h1>
      <p class="qd-page-lead">
        In a drawing, <kbd class="qd-key">?</kbd> shows them, too. All that has no key is found by{" "}
        <kbd class="qd-key">Ctrl+K</kbd> or <kbd class="qd-key">⌘K</kbd>, which also takes gates as you type them:{" "}
        <code>cx 0 1</code>.
      </p>
      <div class="qd-page-keys">
        <KeyList commands={commands} />
        <KeySection title="Rules at what is selected, while proving" rows={rules} />
      </div>
    </div>
  );
}
