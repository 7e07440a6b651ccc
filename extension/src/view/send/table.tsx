/** The table of targets: searched, filtered, sorted; a row that is chosen prepares the job. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import type { Provider, Target } from "../../port";
import { Icon } from "../widgets/icons";
import { SEARCH, SOUGHT } from "../workbench/slots";
import { useWorkbench } from "../workbench/workbench";
import { useRemembered } from "./remembered";
import {
  ALL,
  ageText,
  type Column,
  type Filters,
  opensText,
  percent,
  type Row,
  rowsOf,
  type Sort,
  shownRows,
} from "./rows";
import { gatesShown } from "./using";

interface Props {
  readonly targets: readonly Target[];
  readonly providers: readonly Provider[];
  readonly numQubits: number;
  readonly chosen: string;
  readonly busy: boolean;
  readonly onChoose: (name: string) => void;
  readonly onInstall: (provider: Provider) => void;
  readonly onRefresh: () => void;
}

const COLUMNS: readonly (readonly [Column, string])[] = [
  ["name", "Target"],
  ["provider", "Provider"],
  ["state", "State"],
  ["qubits", "Qubits"],
  ["error", "2-qubit error"],
  ["queue", "Queue"],
  ["cost", "Cost"],
  ["calibrated", "Calibrated"],
];

export function TargetTable(props: Props): JSX.Element {
  const { targets, providers, numQubits, chosen, onChoose } = props;
  const bench = useWorkbench();
  const [filters, setFilters] = useRemembered<Filters>("filters", ALL);
  const [sort, setSort] = useRemembered<Sort | null>("sort", null);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [now] = useState(Date.now);
  useEffect(() => {
    const here = bench.at(SEARCH);
    here.set(() => search.current?.select());
    // Asked for while this was still on its way.
    if (bench.at(SOUGHT).value) search.current?.select();
    bench.at(SOUGHT).set(false);
    return () => here.set(null);
  }, [bench]);
  const rows = useMemo(() => rowsOf(targets, providers, numQubits), [targets, providers, numQubits]);
  const shown = useMemo(() => shownRows(rows, filters, sort, numQubits, now), [rows, filters, sort, numQubits, now]);
  useEffect(() => list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }), [filters]);
  const change = (part: Partial<Filters>): void => setFilters({ ...filters, ...part });
  const sortBy = (by: Column): void =>
    setSort(sort?.by !== by ? { by, down: false } : sort.down ? null : { by, down: true });
  /** Arrows walk from the search over the rows. */
  const walk = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.target instanceof HTMLSelectElement) return;
    const places = [search.current, ...(list.current?.querySelectorAll<HTMLElement>(".qd-target") ?? [])];
    const at = places.indexOf(event.target as HTMLInputElement);
    places[Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1))]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  const inSearch = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && filters.query) {
      event.stopPropagation();
      change({ query: "" });
    }
    if (event.key === "Enter" && shown[0]) onChoose(shown[0].target.name);
  };
  const focusable = shown.some(({ target }) => target.name === chosen) ? chosen : shown[0]?.target.name;
  return (
    <section class="qd-targets" aria-label="Targets" onKeyDown={walk}>
      <div class="qd-targets-head">
        <h2>Targets</h2>
        <span class="qd-quiet" role="status">
          {shown.length === targets.length ? targets.length : `${shown.length} of ${targets.length}`}
        </span>
        <div class="qd-search">
          <Icon name="search" size={14} />
          <input
            ref={search}
            class="qd-field"
            type="text"
            value={filters.query}
            placeholder="Name, qubits, gate"
            aria-label="Search targets"
            spellcheck={false}
            onInput={(event) => change({ query: event.currentTarget.value })}
            onKeyDown={inSearch}
          />
          <span class="qd-key" aria-hidden="true">
            /
          </span>
        </div>
        <FilterChips filters={filters} providers={providers} numQubits={numQubits} onChange={change} />
        <button
          type="button"
          class="qd-button"
          data-icon
          title="Ask the providers anew for their devices, queues and calibrations"
          aria-label="Refresh targets"
          disabled={props.busy}
          onClick={props.onRefresh}
        >
          <Icon name="reset" size={14} />
        </button>
      </div>
      <div class="qd-targets-grid" role="grid" aria-label="Targets" aria-rowcount={shown.length}>
        <div class="qd-targets-row qd-targets-names" role="row">
          {COLUMNS.map(([by, words]) => (
            <div
              key={by}
              role="columnheader"
              data-column={by}
              aria-sort={sort?.by === by ? (sort.down ? "descending" : "ascending") : "none"}
            >
              <button type="button" onClick={() => sortBy(by)}>
                {words}
                {sort?.by === by && <span aria-hidden="true">{sort.down ? " ↓" : " ↑"}</span>}
              </button>
            </div>
          ))}
          <div role="columnheader" data-column="missing">
            What is missing
          </div>
        </div>
        <div ref={list} class="qd-targets-list" role="rowgroup">
          {shown.map((row) => (
            <TargetRow
              key={row.target.name}
              row={row}
              chosen={row.target.name === chosen}
              reachable={row.target.name === focusable}
              now={now}
              onChoose={onChoose}
              onInstall={props.onInstall}
              onRefresh={props.onRefresh}
            />
          ))}
          {!shown.length && (
            <div class="qd-quiet qd-targets-none">
              No target has all of that.{" "}
              <button type="button" class="qd-link" onClick={() => setFilters(ALL)}>
                Show all {targets.length}
              </button>
            </div>
          )}
        </div>
      </div>
    </section>
  );
}

function TargetRow({
  row,
  chosen,
  reachable,
  now,
  onChoose,
  onInstall,
  onRefresh,
}: {
  readonly row: Row;
  readonly chosen: boolean;
  readonly reachable: boolean;
  readonly now: number;
  readonly onChoose: (name: string) => void;
  readonly onInstall: (provider: Provider) => void;
  readonly onRefresh: () => void;
}): JSX.Element {
  const { target, provider, fit } = row;
  const choose = (): void => onChoose(target.name);
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== " ") return;
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    choose();
  };
  const title = provider?.title ?? target.provider;
  const opens = target.opens === null ? "" : opensText(target.opens, now);
  const queue = target.is_here
    ? "none"
    : opens
      ? "closed"
      : target.queue === null
        ? "–"
        : target.queue
          ? `${target.queue} jobs`
          : "none";
  return (
    <div
      class="qd-targets-row qd-target"
      role="row"
      data-able={fit.able ? "" : undefined}
      aria-selected={chosen}
      tabIndex={reachable ? 0 : -1}
      title={target.description}
      onClick={choose}
      onKeyDown={keys}
    >
      <Cell column="name">
        <strong>{target.title}</strong> <span class="qd-quiet">{gatesShown(target.native)}</span>
      </Cell>
      <Cell column="provider">
        <span class="qd-provider" aria-hidden="true">
          {title.slice(0, 1)}
        </span>
        {title}
      </Cell>
      <Cell column="state">
        <span
          class="qd-badge"
          data-tone={opens ? "warn" : fit.able ? "ok" : target.lacks ? "warn" : undefined}
          title={opens && `Closed now. What is sent waits there until it ${opens}.`}
        >
          {fit.able && !opens && <Icon name="check" size={10} />}
          {fit.able && opens
            ? opens
            : target.lacks === "kit"
              ? "kit missing"
              : target.lacks === "token"
                ? "token missing"
                : fit.badge}
        </span>
      </Cell>
      <Cell column="qubits">{target.num_qubits || "–"}</Cell>
      <Cell column="error">{target.two_qubit_error === null ? "–" : percent(target.two_qubit_error)}</Cell>
      <Cell column="queue">{queue}</Cell>
      <Cell column="cost">{target.is_here ? "free" : target.cost || (target.ready ? "free" : "?")}</Cell>
      <Cell column="calibrated">{target.calibrated ? ageText(target.calibrated, now) : "–"}</Cell>
      <Cell column="missing">
        {target.lacks === "devices" ? (
          <button
            type="button"
            class="qd-link"
            title={fit.why}
            onClick={(event) => {
              event.stopPropagation();
              onRefresh();
            }}
          >
            Ask for its devices
          </button>
        ) : target.lacks === "kit" && provider ? (
          <button
            type="button"
            class="qd-link"
            onClick={(event) => {
              event.stopPropagation();
              onInstall(provider);
            }}
          >
            Install the kit{provider.megabytes > 0 && `, ${provider.megabytes} MB`}
          </button>
        ) : (
          <span
            class="qd-quiet"
            title={target.lacks === "token" && provider ? `The token is looked for in ${provider.token_in}.` : fit.why}
          >
            {target.ready ? fit.note.replace("fits", "") : target.status}
          </span>
        )}
      </Cell>
    </div>
  );
}

function Cell({ column, children }: { readonly column: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div role="gridcell" data-column={column}>
      {children}
    </div>
  );
}

function FilterChips({
  filters,
  providers,
  numQubits,
  onChange,
}: {
  readonly filters: Filters;
  readonly providers: readonly Provider[];
  readonly numQubits: number;
  readonly onChange: (part: Partial<Filters>) => void;
}): JSX.Element {
  const chip = (name: "large" | "single" | "ready" | "idle" | "free", words: string): JSX.Element => (
    <button
      type="button"
      class="qd-chip"
      aria-pressed={filters[name]}
      onClick={() => onChange({ [name]: !filters[name] })}
    >
      {words}
      {filters[name] && <span aria-hidden="true"> ×</span>}
    </button>
  );
  return (
    <div class="qd-targets-chips" role="group" aria-label="Filters">
      {chip("large", `Qubits ≥ ${numQubits}`)}
      {chip("single", "One a provider")}
      <select
        class="qd-chip"
        aria-label="Provider"
        data-on={filters.provider ? "" : undefined}
        value={filters.provider}
        onChange={(event) => onChange({ provider: event.currentTarget.value })}
      >
        <option value="">Provider</option>
        {providers.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      {chip("ready", "Ready")}
      {chip("idle", "No queue")}
      {chip("free", "Free")}
      <select
        class="qd-chip"
        aria-label="Calibrated"
        data-on={filters.hours ? "" : undefined}
        value={String(filters.hours)}
        onChange={(event) => onChange({ hours: Number(event.currentTarget.value) })}
      >
        <option value="0">Calibrated</option>
        <option value="24">within a day</option>
        <option value="168">within a week</option>
        <option value="744">within a month</option>
      </select>
    </div>
  );
}
