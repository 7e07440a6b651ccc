/** All keys at a glance, and all commands to search. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { applies, nearestFirst } from "../../commands/command";
import { shownKeys } from "../../commands/keys";
import { typedGates } from "../../commands/typed";
import { isCircuit } from "../../document/circuit";
import { diagram } from "../diagram/room";
import { Icon } from "../widgets/icons";
import { KeyList } from "../widgets/key-list";
import { usePart } from "../workbench/cell";
import { spoken } from "../workbench/language";
import { IS_MAC, run } from "../workbench/run";
import { useWorkbench } from "../workbench/workbench";

export function Dialogs(): JSX.Element | null {
  const bench = useWorkbench();
  const dialog = usePart(bench.ui, (ui) => ui.dialog);
  const close = (): void => {
    bench.ui.patch({ dialog: "none" });
    bench.focusCanvas();
  };
  if (dialog === "none") return null;
  return (
    <div
      class="qd-veil"
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) close();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") close();
      }}
    >
      {dialog === "keys" ? <Keys onClose={close} /> : <Commands onClose={close} />}
    </div>
  );
}

function Keys({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const bench = useWorkbench();
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => button.current?.focus(), []);
  return (
    <div class="qd-dialog" role="dialog" aria-modal="true" aria-label="Keys">
      <header>
        Keys
        <button
          ref={button}
          type="button"
          class="qd-button"
          data-icon=""
          aria-label="Close"
          style={{ marginLeft: "auto" }}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      <div class="qd-body qd-keys" tabIndex={0} role="group" aria-label="All keys">
        <KeyList commands={bench.commands} />
        {!isCircuit(bench.state.document.body) && <diagram.RuleKeys />}
      </div>
    </div>
  );
}

/** As it is shown, and as it is in English: either may be typed. */
function said(label: string): string {
  return `${spoken.say(label)}\n${label}`.toLowerCase();
}

function Commands({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const bench = useWorkbench();
  const [query, setQuery] = useState("");
  const [index, setIndex] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  // At once, so that what is typed next goes there.
  useLayoutEffect(() => input.current?.focus(), []);
  const shown = useRef<HTMLElement>(null);
  const rest = useRef("");
  useEffect(() => shown.current?.scrollIntoView({ block: "nearest" }), [index]);
  const words = query.toLowerCase().trim();
  const fitting = bench.commands
    .filter((each) => applies(each, bench.state) && each.id !== "view.commands")
    .filter((each) => said(each.label).includes(words) || each.group.toLowerCase().startsWith(words));
  const found = nearestFirst(fitting, words, said);
  const typed = words ? typedGates(bench.state, query) : undefined;
  const placed = typed && "step" in typed ? typed.step : null;
  /** What Enter does: the gate that was typed first, then commands; what could not be placed stays, with the reason. */
  const acts = [
    ...(placed ? [() => bench.dispatch(placed)] : []),
    ...found.map((each) => (): void => run(bench, each)),
  ];
  const choose = (k: number): void => {
    const act = acts[k];
    if (!act) return;
    onClose();
    act();
  };
  const row = (k: number): object => ({
    id: `qd-found-${k}`,
    class: "qd-item",
    role: "option",
    "aria-selected": k === index,
    ref: k === index ? shown : undefined,
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      // Rows that come under a pointer that rests are not meant.
      const at = `${clientX} ${clientY}`;
      if (rest.current && rest.current !== at) setIndex(k);
      rest.current = at;
    },
    onClick: () => choose(k),
  });
  return (
    <div class="qd-dialog" role="dialog" aria-modal="true" aria-label="Commands">
      <header>
        <Icon name="search" />
        <input
          ref={input}
          class="qd-big"
          value={query}
          placeholder="Type a command, or a gate such as cx 0 1"
          aria-label="Command"
          role="combobox"
          aria-expanded="true"
          aria-controls="qd-found"
          aria-activedescendant={acts.length ? `qd-found-${index}` : undefined}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            setIndex(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") {
              event.preventDefault();
              setIndex(Math.min(acts.length - 1, index + 1));
            }
            if (event.key === "ArrowUp") {
              event.preventDefault();
              setIndex(Math.max(0, index - 1));
            }
            if (event.key !== "Enter") return;
            // The command may move the focus to a button, which the same press would press.
            event.preventDefault();
            choose(index);
          }}
        />
      </header>
      <div class="qd-body" id="qd-found" role="listbox" aria-label="Commands">
        {placed && (
          <div {...row(0)}>
            Place {query.trim()}
            <span class="qd-quiet">↵</span>
          </div>
        )}
        {typed && "why" in typed && (
          <div class="qd-item qd-error" role="alert">
            {typed.why}
          </div>
        )}
        {found.map((each, k) => (
          <button key={each.id} type="button" tabIndex={-1} {...row(placed ? k + 1 : k)}>
            {each.label}
            <span class="qd-quiet">{each.group}</span>
            {each.keys[0] && <span class="qd-key">{shownKeys(each.keys[0], IS_MAC)}</span>}
          </button>
        ))}
      </div>
    </div>
  );
}
