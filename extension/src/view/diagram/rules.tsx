/** The rules at what is selected: those that apply, with what each would do, and why the others do not. */

import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { RowOption } from "../../document/catalog.generated";
import { type DiagramBody, isCircuit } from "../../document/circuit";
import type { Typed } from "../../document/options";
import { explain, matches, RULES, type RuleView, type Summary } from "../../rewriting";
import { spokenWords } from "../../scene/diagram";
import { edgesIn } from "../../state/selection";
import { OptionFields } from "../widgets/option-fields";
import { usePart } from "../workbench/cell";
import { useLemmaRows, wantRulebook } from "../workbench/lemmas";
import { LOOKED, lookAway, TIMES, timed } from "../workbench/looked";
import { ruleNamed } from "../workbench/rules";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { usePythonRules } from "./in-python";
import { LemmaList } from "./lemma-list";
import { look, placeOf, takeEverywhere, takeRule } from "./ruling";

const FIRST = 8;

export function Rules({ body }: { readonly body: DiagramBody }): JSX.Element | null {
  const bench = useWorkbench();
  const selection = usePart(bench.editor, (e) => e.state.selection);
  const place = useMemo(() => placeOf(body, selection), [body, selection]);
  useEffect(() => wantRulebook(bench), [bench]);
  useEffect(() => {
    lookAway(bench);
    return () => lookAway(bench);
  }, [bench, body, place.join("\n")]);
  return (
    <>
      {place.length ? <Here key={place.join("\n")} body={body} place={place} /> : <Anywhere body={body} />}
      <LemmaList />
    </>
  );
}

function Here({ body, place }: { readonly body: DiagramBody; readonly place: readonly string[] }): JSX.Element {
  const bench = useWorkbench();
  const lemmas = useLemmaRows();
  const [listed, ms] = useMemo(() => timed(() => explain(body, place, lemmas)), [body, place, lemmas]);
  const asked = usePythonRules(place);
  const all = [...listed, ...asked].map((rule) => ({ ...rule, refused: spokenWords(body, rule.refused) }));
  useEffect(() => bench.at(TIMES).patch({ rules: ms }), [bench, ms]);
  const fits = all.filter(({ refused }) => !refused);
  const others = all.filter(({ refused }) => refused);
  const looked = usePart(bench.at(LOOKED), (now) => now?.rule ?? null);
  const list = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent): void => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-rule] > button") ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const to = event.key === "ArrowDown" ? at + 1 : event.key === "ArrowUp" ? at - 1 : null;
    if (event.key === "Escape") lookAway(bench);
    if (to === null || !rows[to]) return;
    event.preventDefault();
    rows[to]?.focus();
  };
  return (
    <div class="qd-section qd-rules" data-part="rules">
      <div class="qd-head">
        <h2>Rules that apply</h2>
        <span class="qd-quiet">{fits.length || ""}</span>
        <span class="qd-space" />
        {fits.length > 0 && <span class="qd-quiet qd-rules-hint">hover shows, ↵ applies</span>}
      </div>
      <div ref={list} role="list" onKeyDown={walk} onPointerLeave={() => lookAway(bench)}>
        {fits.map((rule) => (
          <Row key={rule.name} rule={rule} place={place} looked={looked === rule.name} />
        ))}
      </div>
      <NotHere rules={others} open={!fits.length} />
    </div>
  );
}

function Row({
  rule,
  place,
  looked,
}: {
  readonly rule: RuleView;
  readonly place: readonly string[];
  readonly looked: boolean;
}): JSX.Element {
  const bench = useWorkbench();
  const { options } = ruleNamed(bench, rule.name);
  const [values, setValues] = useState<Typed>(() => legsOf(bench, place, options));
  const [touched, setTouched] = useState(false);
  const given = new Map(Object.entries(values));
  const show = (): void => look(bench, rule.name, given);
  const take = (): void => takeRule(bench, rule.name, place, given);
  return (
    <div class="qd-rewrite" role="listitem" data-rule={rule.name} data-looked={looked ? "" : undefined}>
      <button
        type="button"
        title={rule.help}
        onPointerEnter={(event) => event.pointerType !== "touch" && show()}
        onFocus={show}
        onPointerDown={(event) => setTouched(event.pointerType === "touch")}
        onKeyDown={() => setTouched(false)}
        onClick={() => (touched ? show() : take())}
      >
        <span class="qd-rewrite-mark" aria-hidden="true">
          ✓
        </span>
        <span class="qd-rewrite-title">{rule.title}</span>
        <span class="qd-quiet">{rule.change && changeWords(rule.change)}</span>
        {rule.key && <kbd class="qd-key">{rule.key}</kbd>}
      </button>
      {looked && (
        <div class="qd-rewrite-more">
          <span>{rule.help}.</span>
          {options.length > 0 && (
            <OptionFields
              options={options}
              typed={values}
              wrong={NONE}
              onChange={(next) => {
                setValues(next);
                look(bench, rule.name, new Map(Object.entries(next)));
              }}
            />
          )}
          {(touched || options.length > 0) && (
            <button type="button" class="qd-button" data-look="main" onClick={take}>
              Apply
            </button>
          )}
        </div>
      )}
    </div>
  );
}

const NONE: ReadonlyMap<string, string> = new Map();

/** What a rule's form begins with: its defaults, and the edges that are selected beside the spider as its legs. */
function legsOf(bench: Workbench, place: readonly string[], options: readonly RowOption[]): Typed {
  const { document, selection } = bench.state;
  const edges = isCircuit(document.body) ? [] : edgesIn(document.body, selection);
  return Object.fromEntries(
    options.map(({ name, default: value }) => [
      name,
      name === "legs" && place.length === 1
        ? edges.join(" ")
        : typeof value === "boolean"
          ? value
          : String(value ?? ""),
    ]),
  );
}

function NotHere({ rules, open }: { readonly rules: readonly RuleView[]; readonly open: boolean }): JSX.Element {
  const [most, setMost] = useState(FIRST);
  return (
    <details class="qd-rules-not" open={open}>
      <summary>
        <strong>Not here</strong> <span class="qd-quiet">{rules.length}, with why</span>
      </summary>
      {rules.slice(0, most).map(({ name, title, refused }) => (
        <div key={name} class="qd-rewrite-not">
          <span>{title}</span>
          <span class="qd-quiet" title={refused}>
            {refused}
          </span>
        </div>
      ))}
      {rules.length > most && (
        <button type="button" class="qd-link" onClick={() => setMost(rules.length)}>
          {rules.length - most} more
        </button>
      )}
    </details>
  );
}

/** With nothing selected: the rules by how often they apply; choosing one outlines its places. */
function Anywhere({ body }: { readonly body: DiagramBody }): JSX.Element | null {
  const bench = useWorkbench();
  const looked = usePart(bench.at(LOOKED), (now) => now);
  const lemmas = useLemmaRows();
  const [open, setOpen] = useState(false);
  const found = useMemo(
    () =>
      open
        ? [...RULES, ...lemmas]
            .filter((row) => row.change)
            .flatMap((row) => {
              const places = matches(body, row);
              return places.length ? [{ row, places }] : [];
            })
        : [],
    [body, open, lemmas],
  );
  if (![...body.spiders.values()].some(({ kind }) => kind !== "boundary")) return null;
  return (
    <div class="qd-section qd-rules" data-part="rules">
      <details open={open} onToggle={(event) => setOpen((event.target as HTMLDetailsElement).open)}>
        <summary>
          <strong>Rules anywhere</strong> <span class="qd-quiet">choose one to see its places</span>
        </summary>
        {found.map(({ row, places }) => {
          const chosen = looked?.rule === row.name;
          const all = places.length === 1 && !places[0]?.length;
          return (
            <div key={row.name} class="qd-rewrite" data-rule={row.name} data-looked={chosen ? "" : undefined}>
              <button
                type="button"
                title={row.help}
                aria-pressed={chosen}
                onClick={() => {
                  if (all) takeRule(bench, row.name, []);
                  else
                    bench
                      .at(LOOKED)
                      .set(chosen ? null : { rule: row.name, options: new Map(), places, made: null, selection: [] });
                }}
              >
                <span class="qd-rewrite-title">{row.title}</span>
                <span class="qd-quiet">
                  {all ? "whole diagram" : places.length === 1 ? "1 place" : `${places.length} places`}
                </span>
              </button>
              {chosen && (
                <div class="qd-rewrite-more">
                  <span>{row.help}. Click a place in the drawing, or take all.</span>
                  <button
                    type="button"
                    class="qd-button"
                    data-look="main"
                    onClick={() => takeEverywhere(bench, row.name)}
                  >
                    Everywhere
                  </button>
                </div>
              )}
            </div>
          );
        })}
      </details>
    </div>
  );
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : `−${-value}`;
}

/** "−2 spiders, −3 edges", "4 edges change kind". */
export function changeWords({ spiders, edges, kinds }: Summary): string {
  const many = (value: number, word: string): string => `${word}${Math.abs(value) === 1 ? "" : "s"}`;
  const parts = [
    ...(spiders ? [`${signed(spiders)} ${many(spiders, "spider")}`] : []),
    ...(edges ? [`${signed(edges)} ${many(edges, "edge")}`] : []),
  ];
  if (!parts.length && kinds) return `${kinds} ${many(kinds, "edge")} change${kinds === 1 ? "s" : ""} kind`;
  return parts.join(", ");
}
