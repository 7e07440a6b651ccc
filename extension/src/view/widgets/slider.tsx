/** A slider for one parameter: pointer and keys; a drag is previewed and committed once. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";

import type { Parameter } from "../../document/circuit";
import type { ParameterColor } from "../../scene/colors";
import { fixedText, plainName } from "../../scene/math";
import { type SliderEvent, sliderKey, sliderTool } from "../../tools/slider";
import { useWorkbench } from "../workbench/workbench";

export interface SliderProps {
  readonly parameter: Parameter;
  readonly color: ParameterColor;
}

export function Slider({ parameter, color }: SliderProps): JSX.Element {
  const bench = useWorkbench();
  const { name } = parameter;
  return (
    <Track
      parameter={parameter}
      color={color}
      onHand={(event) => bench.dispatch(sliderTool(bench.state, name, event))}
      onKey={(key) => {
        const made = sliderKey(bench.state, name, key);
        bench.dispatch(made);
        return made !== null;
      }}
    />
  );
}

interface TrackProps extends SliderProps {
  readonly onHand: (event: SliderEvent) => void;
  /** Did the key mean something? */
  readonly onKey: (key: string) => boolean;
}

/** How a slider looks and what it hears; what a drag does is the one's who places it. */
export function Track({ parameter, color, onHand, onKey }: TrackProps): JSX.Element {
  const track = useRef<HTMLDivElement>(null);
  const { name, value, low, high } = parameter;
  const part = (x: number): number => Math.min(1, Math.max(0, (x - low) / (high - low)));
  const hand =
    (kind: SliderEvent["kind"]) =>
    (event: PointerEvent): void => {
      const box = track.current?.getBoundingClientRect();
      if (!box || (kind === "down" && event.button !== 0)) return;
      if (kind === "down") {
        track.current?.setPointerCapture(event.pointerId);
        track.current?.focus();
        event.preventDefault();
      }
      onHand({ kind, at: (event.clientX - box.left) / box.width });
    };
  const keys = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !onKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const zero = part(Math.min(high, Math.max(low, 0)));
  const now = part(value);
  const hue = `var(--qd-p${color.hue})`;
  const fill = color.strength
    ? `color-mix(in srgb, ${hue} ${color.strength === 1 ? 72 : 46}%, var(--qd-bg-panel))`
    : hue;
  return (
    <div
      ref={track}
      class="qd-slider"
      role="slider"
      tabIndex={0}
      aria-label={plainName(name)}
      aria-valuemin={low}
      aria-valuemax={high}
      aria-valuenow={value}
      aria-valuetext={`${fixedText(value, 2)} radians`}
      data-parameter={name}
      onPointerDown={hand("down")}
      onPointerMove={hand("move")}
      onPointerUp={hand("up")}
      onPointerCancel={hand("up")}
      onKeyDown={keys}
    >
      <div class="qd-track" />
      <div class="qd-zero" style={{ left: `${100 * zero}%` }} />
      <div
        class="qd-fill"
        style={{
          left: `${100 * Math.min(zero, now)}%`,
          width: `${100 * Math.abs(now - zero)}%`,
          background: color.hatched ? `repeating-linear-gradient(45deg, ${hue} 0 2px, transparent 2px 4px)` : fill,
        }}
      />
      <div class="qd-thumb" style={{ left: `${100 * now}%`, borderColor: hue }} />
    </div>
  );
}
