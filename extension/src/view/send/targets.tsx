/** The targets as cards, with a search over them: those that take the circuit first, the others with why not. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { Target } from "../../port";
import { count } from "../../scene/describe";
import { Icon } from "../widgets/icons";
import { SEARCH } from "../workbench/slots";
import { useWorkbench } from "../workbench/workbench";
import { type Fitness, fitness, matching } from "./fitness";

interface Props {
  readonly targets: readonly Target[];
  readonly numQubits: number;
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}

export function Targets({ targets, numQubits, chosen, onChoose }: Props): JSX.Element {
  const bench = useWorkbench();
  const [query, setQuery] = useState("");
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const here = bench.at(SEARCH);
    here.set(() => search.current?.select());
    return () => here.set(null);
  }, [bench]);
  // Among all again, the chosen one stays in view.
  useEffect(() => list.current?.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest" }), [query]);
  const found = matching(targets, query).map((target) => ({ target, fit: fitness(target, numQubits) }));
  const cards = [...found.filter(({ fit }) => fit.able), ...found.filter(({ fit }) => !fit.able)];
  const firstUnable = cards.findIndex(({ fit }) => !fit.able);
  /** Arrows walk from the search over the cards. */
  const walk = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const places = [search.current, ...(list.current?.querySelectorAll<HTMLElement>(".qd-target") ?? [])];
    const now = places.indexOf(event.target as HTMLInputElement);
    places[Math.max(0, now + (event.key === "ArrowDown" ? 1 : -1))]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  const inSearch = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && query) {
      event.stopPropagation();
      setQuery("");
    }
    if (event.key === "Enter" && cards[0]) onChoose(cards[0].target.name);
  };
  return (
    <nav class="qd-send-left" aria-label="Targets" onKeyDown={walk}>
      <div class="qd-head">
        <h2>Targets</h2>
        <span class="qd-quiet" role="status">
          {query.trim() ? `${cards.length} of ${targets.length}` : targets.length}
        </span>
      </div>
      <div class="qd-search">
        <Icon name="search" size={14} />
        <input
          ref={search}
          class="qd-field"
          type="text"
          value={query}
          placeholder="Name, qubits, gate"
          aria-label="Search targets"
          spellcheck={false}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={inSearch}
        />
        <span class="qd-key" aria-hidden="true">
          /
        </span>
      </div>
      <div ref={list} class="qd-send-list">
        {cards.map(({ target, fit }, k) => (
          <div key={target.name} style={{ display: "contents" }}>
            {k === firstUnable && <h3 class="qd-send-unable">Cannot be sent to</h3>}
            <Card target={target} fit={fit} chosen={target.name === chosen} onChoose={onChoose} />
          </div>
        ))}
        {!cards.length && <div class="qd-quiet">No target has all of “{query.trim()}”. Esc shows all again.</div>}
      </div>
    </nav>
  );
}

function Card({
  target,
  fit,
  chosen,
  onChoose,
}: {
  readonly target: Target;
  readonly fit: Fitness;
  readonly chosen: boolean;
  readonly onChoose: (name: string) => void;
}): JSX.Element {
  const { name, title, num_qubits: has, calibrated, description } = target;
  const simulated = target.max_simulated_qubits !== null && !fit.note.startsWith("simulated") && "simulated here";
  const size = has ? [count(has, "qubit"), simulated, fit.note].filter(Boolean).join(" · ") : fit.note;
  return (
    <button
      type="button"
      class="qd-target"
      data-able={fit.able ? "" : undefined}
      aria-pressed={chosen}
      title={description}
      onClick={() => onChoose(name)}
    >
      <span>
        <span>{title}</span>
        <span class="qd-badge" data-tone={fit.able ? "ok" : undefined}>
          {fit.able && <Icon name="check" size={10} />} {fit.badge}
        </span>
      </span>
      <span class="qd-quiet">
        {size || fit.why}
        {chosen && description && (
          <>
            <br />
            {description}
            {calibrated ? ` Calibrated ${calibrated.slice(0, 10)}.` : ""}
          </>
        )}
      </span>
    </button>
  );
}
