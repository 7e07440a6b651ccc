/** Icons as strokes on a 16 px grid. */

import type { JSX } from "preact";

const PATHS = {
  undo: "M6.5 3.5 3 7l3.5 3.5M3.5 7H10a3 3 0 0 1 0 6H7",
  redo: "M9.5 3.5 13 7l-3.5 3.5M12.5 7H6a3 3 0 0 0 0 6h3",
  down: "m4.5 6.5 3.5 3.5 3.5-3.5",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.5 10.5 14 14",
  send: "M14 2 7 9M14 2l-4.5 12L7 9 2 6.5Z",
  share: "M8 10V2.5M5 5l3-3 3 3M3 9v4.5h10V9",
  play: "M5.5 3.5v9l6-4.5Z",
  stop: "M4.5 4.5h7v7h-7Z",
  pause: "M5.5 4v8M10.5 4v8",
  reset: "M13 8a5 5 0 1 1-1.6-3.7M12 1.5v3.2H8.8",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  dots: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  back: "M9.5 4 5.5 8l4 4",
  compare: "M2 2.5h12v4H2ZM2 9.5h12v4H2Z",
  next: "m6.5 4 4 4-4 4",
  simplify: "M2 4h12M4 8h8M6.5 12h3",
  code: "m5.5 4.5-3.5 3.5 3.5 3.5M10.5 4.5l3.5 3.5-3.5 3.5",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.6",
  map: "M2.5 2.5h11v11h-11ZM2.5 8h11M8 2.5v11",
  table: "M2.5 3.5h11M2.5 8h11M2.5 12.5h11",
  check: "m3.5 8.5 3 3 6-7",
  unsaved: "M8 3v6.5M8 12.8h.01",
  close: "m4 4 8 8M12 4l-8 8",
  lock: "M4 7.5h8v6H4ZM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
  unlocked: "M4 7.5h8v6H4ZM5.5 7.5V5a2.5 2.5 0 0 1 4.6-1.4",
  plus: "M8 3.5v9M3.5 8h9",
  template: "M2 4.5h12M2 8h12M2 11.5h12M5.5 3v3M10 6.5v3M6.5 10v3",
  palette: "M2.5 3h11v10h-11ZM6 3v10",
  circuit: "M1.5 5h4M9.5 5h5M1.5 11h8M12.5 11h2M5.5 3h4v4h-4ZM11 11m-1.5 0a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0",
  sliders: "M2 4.5h12M2 8h12M2 11.5h12M5 3v3M11 6.5v3M6.5 10v3",
  bars: "M3.5 13V8M8 13V3M12.5 13v-7",
  steps: "M2 5h4v6H2ZM10 5h4v6h-4Z",
  rings: "M6 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM10 12.5a4 4 0 1 0-2.5-7.2",
  bookmark: "M4.5 2.5h7v11l-3.5-3-3.5 3Z",
  film: "M1.5 4h5.5v8H1.5ZM9 4h5.5v8H9Z",
  bulb: "M6 11.5c0-1.6-2-2.4-2-5a4 4 0 0 1 8 0c0 2.6-2 3.4-2 5ZM6.5 14h3",
  link: "M7 9a2.6 2.6 0 0 0 3.7 0l2-2A2.6 2.6 0 0 0 9 3.3l-1 1M9 7a2.6 2.6 0 0 0-3.7 0l-2 2A2.6 2.6 0 0 0 7 12.7l1-1",
  folder: "M2 4.5v8h12V6H7.5L6 4.5Z",
  file: "M4 2h5l3 3v9H4ZM9 2v3h3",
  leave: "M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11.5 9v4.5h-9v-9H7",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): JSX.Element {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width={name === "dots" ? 2 : 1.4}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
