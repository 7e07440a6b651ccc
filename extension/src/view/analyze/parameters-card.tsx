/** How many parameters count: each as a cell, those that move nothing new hatched, and the way to do without. */

import type { JSX } from "preact";

import { readAngle } from "../../document/angle";
import { formulasOf } from "../../document/uses";
import { count } from "../../scene/describe";
import { plainName } from "../../scene/math";
import { Icon } from "../widgets/icons";
import { AngleText, NameText } from "../widgets/typeset";
import { usePart } from "../workbench/cell";
import { FIGURES, independentText, numEnough, type Rank, redundantGates } from "../workbench/figures";
import { POINTED_AT } from "../workbench/overlay";
import { useWorkbench } from "../workbench/workbench";

/** Parameters that have a cell, and substitutions that are listed. */
const MOST = 400;
const MOST_LISTED = 200;
/** What `watchFigures` says meanwhile. */
const COMPUTING = "Computing…";
const NONE = "no parameters";

export function ParametersCard(): JSX.Element {
  const bench = useWorkbench();
  const { said, result, body } = usePart(bench.at(FIGURES), (now) => now);
  const drawn = usePart(bench.editor, (e) => e.state.document.body);
  const none = usePart(bench.editor, (e) => e.state.document.parameters.length === 0);
  const rank = result?.rank ?? null;
  const isOld = body !== drawn;
  return (
    <section class="qd-fig qd-fig-tall" aria-label="Parameters" data-figure="parameters" aria-busy={!result && !!said}>
      <header>
        <h3>Parameters</h3>
        {rank && !none && <Certainty rank={rank} />}
      </header>
      <div class="qd-fig-body" data-old={isOld && result ? "" : undefined}>
        {none ? (
          <NoParameters />
        ) : rank ? (
          <Ranks rank={rank} />
        ) : (
          <Without why={result?.why_no_rank || (said === COMPUTING ? "" : said)} />
        )}
      </div>
      {rank && !none ? (
        <div class="qd-fig-foot" title={rank.conventions}>
          <Icon name="check" size={11} />
          <span>{rank.conventions}</span>
        </div>
      ) : (
        <div class="qd-fig-foot" role="status">
          {bench.asker.can("figures") && !result && said === COMPUTING && <progress max={1} />}
          <span>{none ? NONE : result ? "? not known" : said === COMPUTING ? said : "needs Python"}</span>
        </div>
      )}
    </section>
  );
}

function Certainty({ rank }: { readonly rank: Rank }): JSX.Element {
  return rank.exact ? (
    <span class="qd-badge" data-tone="ok">
      <Icon name="check" size={11} />
      exact
    </span>
  ) : (
    <span class="qd-badge" data-tone="accent">
      a bound
    </span>
  );
}

function NoParameters(): JSX.Element {
  return (
    <>
      <p class="qd-fig-value">
        <strong>0</strong>
        <span>parameters</span>
      </p>
      <p class="qd-fig-says">
        Every angle is a number. Type a name such as theta in place of one, and it becomes a parameter.
      </p>
    </>
  );
}

/** What can be told without ranks. */
function Without({ why }: { readonly why: string }): JSX.Element {
  const bench = useWorkbench();
  const all = usePart(bench.editor, (e) => e.state.document.parameters.length);
  return (
    <>
      <p class="qd-fig-value">
        <strong>—</strong>
        <span>of {all} independent</span>
      </p>
      {why && <p class="qd-fig-says">{why.charAt(0).toUpperCase() + why.slice(1)}</p>}
    </>
  );
}

function Ranks({ rank }: { readonly rank: Rank }): JSX.Element {
  const bench = useWorkbench();
  const left = numEnough(rank);
  const moved = rank.num_parameters - left;
  const body = usePart(bench.editor, (e) => e.state.document.body);
  const proving = usePart(bench.editor, (e) => e.state.document.proof !== undefined);
  const formulas = usePart(bench.editor, ({ state: { document } }) => {
    const names = new Set(document.parameters.map(({ name }) => name));
    return formulasOf(document.body, names).length > 0;
  });
  const drops = moved > 0 && (!proving || redundantGates(body, rank).size > 0);
  const rows: readonly (readonly [string, string])[] = [
    ["Enough for the map, by ZX", String(rank.zx ?? "—")],
    ["Rank of the map", `${rank.exact ? "" : "≥ "}${rank.unitary ?? "—"}`],
    ["Rank of the state from |0…0⟩", String(rank.state ?? "—")],
    ["Fewest possible?", rank.minimal ? "✓ yes, proven" : "? not known"],
  ];
  return (
    <>
      <p class="qd-fig-value">
        <strong>{independentText(rank)}</strong>
        <span>independent of {rank.num_parameters}</span>
      </p>
      <Strip rank={rank} />
      {moved > 0 && (
        <div class="qd-fig-callout">
          <span>
            <b>{moved === 1 ? "1 moves nothing new." : `${moved} move nothing new.`}</b> Same map with {left}.
          </span>
          {drops && (
            <button
              type="button"
              class="qd-button"
              data-look="main"
              title="Set them to 0 and give their part to the others: one step, checked, and undone with Ctrl+Z"
              onClick={() => bench.effect("drop-redundant")}
            >
              Reduce to {left}
            </button>
          )}
        </div>
      )}
      {moved > 0 && <Substitutions rank={rank} />}
      <table class="qd-fig-ranks">
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {formulas && (
        <p class="qd-fig-says">By ZX each formula counts as independent; the other ranks follow its parameters.</p>
      )}
    </>
  );
}

/** A cell a parameter; pointing at one lights its gates. */
function Strip({ rank }: { readonly rank: Rank }): JSX.Element {
  const bench = useWorkbench();
  const names = usePart(bench.editor, (e) => e.state.document.parameters);
  const redundant = new Set(rank.redundant.map(({ name }) => name));
  const standing = new Map(rank.standings.map((each) => [each.name, each]));
  const dead = rank.standings.filter(({ kind }) => kind === "dead").length;
  const words = [`${count(redundant.size, "parameter")} of ${rank.num_parameters} redundant`];
  if (dead) words.push(`${dead} dead for the observable`);
  return (
    <div class="qd-fig-strip" role="img" aria-label={words.join(", ")}>
      {names.slice(0, MOST).map(({ name }) => {
        const { kind = "free", found = "" } = standing.get(name) ?? {};
        return (
          <i
            key={name}
            data-kind={redundant.has(name) ? "redundant" : kind === "dead" ? "dead" : undefined}
            title={`${plainName(name)}: ${redundant.has(name) ? "redundant" : kind}${found ? `, ${found}` : ""}`}
            onPointerEnter={() => bench.at(POINTED_AT).set(name)}
            onPointerLeave={() => bench.at(POINTED_AT).set(null)}
          />
        );
      })}
    </div>
  );
}

function Substitutions({ rank }: { readonly rank: Rank }): JSX.Element {
  return (
    <div class="qd-fig-becomes" tabIndex={0} role="region" aria-label="Substitutions">
      <table>
        <thead>
          <tr>
            <th>Set to 0</th>
            <th>and put in place of the others</th>
          </tr>
        </thead>
        <tbody>
          {rank.redundant.slice(0, MOST_LISTED).map(({ name, becomes }) => (
            <tr key={name}>
              <td>
                <NameText name={name} size={14} />
              </td>
              <td>
                {Object.entries(becomes).map(([other, angle]) => (
                  <span key={other} title={`${plainName(other)} becomes ${angle}`}>
                    <SumText text={angle} first={other} />
                  </span>
                ))}
                {!Object.keys(becomes).length && <span class="qd-quiet">nothing changes</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A sum of parameters on one line, the one that it takes the place of first: θ₆ − ½ θ₁₁. */
function SumText({ text, first }: { readonly text: string; readonly first: string }): JSX.Element {
  const { terms, pi, radians } = readAngle(text);
  if (radians !== 0 || pi.top !== 0n) return <AngleText text={text} size={13} />;
  const ordered = [...terms].sort(([a], [b]) => Number(b === first) - Number(a === first));
  return (
    <>
      {ordered.map(([name, { top, bottom }], k) => (
        <span key={name} class="qd-fig-term">
          {top < 0n ? "−" : k ? "+" : ""} {sizeText(top < 0n ? -top : top, bottom)}
          <NameText name={name} size={14} />
        </span>
      ))}
    </>
  );
}

const HALVES: Readonly<Record<string, string>> = { "1/1": "", "1/2": "½", "1/4": "¼", "3/4": "¾" };

function sizeText(top: bigint, bottom: bigint): string {
  return HALVES[`${top}/${bottom}`] ?? (bottom === 1n ? String(top) : `${top}⁄${bottom}`);
}
