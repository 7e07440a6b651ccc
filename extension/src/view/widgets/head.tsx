/** The line above a drawing: what it is, its figures, what can be done. */

import type { ComponentChildren, JSX } from "preact";

export function Head({
  title = "ZX diagram",
  note,
  children,
}: {
  readonly title?: string;
  readonly note: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="qd-zx-head">
      <h2>{title}</h2>
      <span class="qd-quiet">{note}</span>
      <span class="qd-space" />
      {children}
    </div>
  );
}
