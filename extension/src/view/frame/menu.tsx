/** The menu of what is chosen, opened by the right button, a long touch or a key. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";

import { type Command, menuOf } from "../../commands/command";
import { shownKeys } from "../../commands/keys";
import { MenuList } from "../widgets/menu";
import { usePart } from "../workbench/cell";
import { contextOf, IS_MAC, run } from "../workbench/run";
import { MENU } from "../workbench/slots";
import { useWorkbench } from "../workbench/workbench";

const TITLES = { gate: "Gates", wire: "Wire", canvas: "Drawing", spider: "Diagram", parameter: "Parameter" } as const;

/** The menu of what is chosen: the commands of the table that fit it. */
export function ChosenMenu(): JSX.Element | null {
  const bench = useWorkbench();
  const cell = bench.at(MENU);
  const opened = usePart(cell, (now) => now);
  // What has the focus before the menu takes it.
  const came = useMemo(() => {
    const { activeElement } = bench.root.getRootNode() as Document | ShadowRoot;
    return activeElement instanceof HTMLElement || activeElement instanceof SVGElement ? activeElement : null;
  }, [opened]);
  if (!opened) return null;
  const entries = menuOf(bench.commands, opened.thing, contextOf(bench));
  const back = (): void => {
    if (came?.isConnected) came.focus({ preventScroll: true });
    else bench.focusCanvas();
  };
  const choose = (command: Command): void => {
    back();
    // It may have been opened on a parameter, which is known as long as it is open.
    run(bench, command);
    cell.set(null);
  };
  return (
    <MenuList label={TITLES[opened.thing]} at={opened.at} onClose={() => cell.set(null)} onBack={back}>
      {entries.map((each, k) => (
        <button
          key={each.id}
          type="button"
          role="menuitem"
          class="qd-item"
          data-first={k > 0 && each.group !== entries[k - 1]?.group ? "" : undefined}
          onClick={() => choose(each)}
        >
          {each.label}
          {each.keys[0] && <span class="qd-quiet qd-shortcut">{shownKeys(each.keys[0], IS_MAC)}</span>}
        </button>
      ))}
    </MenuList>
  );
}
