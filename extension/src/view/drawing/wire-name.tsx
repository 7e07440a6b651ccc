/** The name of a wire as it is typeset: a short name's number stands below. */

import type { JSX } from "preact";

/** `short` is what is drawn of a name that is long; `after` stands behind it, on its line. */
export function WireName({
  name,
  short,
  after = "",
}: {
  readonly name: string;
  readonly short: string | undefined;
  readonly after?: string;
}): JSX.Element {
  const match = /^([^\d\s]{1,2})(\d{1,4})$/u.exec(name);
  if (!match) return <>{`${short ?? name}${after}`}</>;
  return (
    <>
      {match[1]}
      <tspan dy={3} font-size={9.5}>
        {match[2]}
      </tspan>
      {after && <tspan dy={-3}>{after}</tspan>}
    </>
  );
}
