/** Lines that plots of the state share: those of the value axis, and a hand that points from the center. */

import type { JSX, Ref } from "preact";
import { axisLines, type Plot, ROOM } from "../../scene/bars";

/** A line at each value that the axis names. */
export function AxisLines({ plot, width }: { readonly plot: Plot; readonly width: number }): JSX.Element {
  return (
    <>
      {axisLines(plot).map(({ y, text }) => (
        <g key={text}>
          <line class="qd-gridline" x1={ROOM.left} x2={width} y1={y} y2={y} />
          <text class="qd-axis" x={ROOM.left - 8} y={y + 4} text-anchor="end">
            {text}
          </text>
        </g>
      ))}
    </>
  );
}

/** From the center to where it is set at each frame. */
export function Hand({ line, width }: { readonly line: Ref<SVGLineElement>; readonly width: number }): JSX.Element {
  const style = { stroke: "var(--qd-accent)", strokeWidth: width, strokeLinecap: "round" } as const;
  return <line ref={line} x1={0} y1={0} x2={0} y2={0} style={style} />;
}
