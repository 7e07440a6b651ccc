/** The tools of the ZX canvas. */

import type { JSX } from "preact";
import type { ZxTool } from "../../state/state";
import { useWorkbench } from "../workbench/workbench";
import { setTool } from "./tool";

const TOOLS: readonly (readonly [ZxTool, string])[] = [
  ["select", "Select and move (V)"],
  ["Z", "Z-spider (Z): click a place, or an edge to put it in"],
  ["X", "X-spider (X): click a place, or an edge to put it in"],
  ["H", "H-box (H): click a place, or an edge to put it in"],
  ["plain", "Plain edge (E): drag from one spider to another, or click both"],
  ["hadamard", "Hadamard edge (D): drag from one spider to another, or click both"],
  ["boundary", "Input or output (B): click the left or right of a spider"],
  ["wand", "Wand (T): stroke through a wire, an identity, double edges or a spider to take the rule there"],
];

export function Rail({ tool }: { readonly tool: ZxTool }): JSX.Element {
  const bench = useWorkbench();
  return (
    <div class="qd-rail" role="toolbar" aria-label="ZX tools" aria-orientation="vertical">
      {TOOLS.map(([name, title]) => (
        <button
          key={name}
          type="button"
          class="qd-button"
          data-icon=""
          aria-pressed={tool === name}
          aria-label={title}
          title={title}
          onClick={() => setTool(bench, name)}
        >
          <ToolIcon tool={name} />
        </button>
      ))}
    </div>
  );
}

function ToolIcon({ tool }: { readonly tool: ZxTool }): JSX.Element {
  switch (tool) {
    case "wand":
      return (
        <svg width={20} height={20} viewBox="0 0 20 20" fill="none" stroke="currentColor" aria-hidden="true">
          <path d="M3.5 16.5L11 9" stroke-width={1.8} stroke-linecap="round" />
          <path d="M14.5 2.5v5M12 5h5M6 4v3M4.5 5.5h3M15 12v3M13.5 13.5h3" stroke-width={1.2} />
        </svg>
      );
    case "select":
      return (
        <svg width={18} height={18} viewBox="0 0 18 18" aria-hidden="true">
          <path
            d="M4 2l10 6-4.5 1.2L7 14z"
            fill="none"
            stroke="currentColor"
            stroke-width={1.4}
            stroke-linejoin="round"
          />
        </svg>
      );
    case "Z":
    case "X":
    case "H":
    case "boundary":
      return (
        <svg width={20} height={20} viewBox="-10 -10 20 20" aria-hidden="true">
          <g class="qd-spider" data-kind={tool}>
            {tool === "H" ? (
              <rect class="qd-disk" x={-7} y={-7} width={14} height={14} rx={2} />
            ) : (
              <circle class="qd-disk" r={tool === "boundary" ? 4.5 : 8} />
            )}
            {tool === "X" && <circle class="qd-inner" r={4.5} />}
          </g>
        </svg>
      );
    case "plain":
    case "hadamard":
      return (
        <svg width={20} height={20} viewBox="0 0 20 20" aria-hidden="true">
          <path class="qd-edge" data-kind={tool} d="M3 17L17 3" />
        </svg>
      );
  }
}
