/** A parameter that is 0 or 1, in place of a slider. */

import type { JSX } from "preact";

import { plainName } from "../../scene/math";

interface Props {
  readonly name: string;
  readonly value: number;
  readonly onChange: (bit: 0 | 1) => void;
}

export function BitSwitch({ name, value, onChange }: Props): JSX.Element {
  return (
    <span
      class="qd-segments qd-small"
      role="group"
      aria-label={`${plainName(name)}, 0 or 1`}
      style="justify-self: start"
    >
      {([0, 1] as const).map((bit) => (
        <button key={bit} type="button" aria-pressed={value === bit} onClick={() => onChange(bit)}>
          {bit}
        </button>
      ))}
    </span>
  );
}
