/**
 * Sending: the targets, what would run on the chosen one, its figures, and the button that submits. One form, whose
 * parts share its state.
 */

import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import type { LowerResult, Stats, Target } from "../../port";
import { parameterColors } from "../../scene/colors";
import { layoutOf, PITCH, wireY } from "../../scene/layout";
import { fixedText } from "../../scene/math";
import { BlockView, StillGates } from "../drawing/gates";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { JOBS_CHANGED, refreshJobs } from "../workbench/jobs";
import { useWorkbench } from "../workbench/workbench";

export function SendView(): JSX.Element {
  const bench = useWorkbench();
  const [targets, setTargets] = useState<readonly Target[]>([]);
  const [name, setName] = useState("");
  const [said, setSaid] = useState("Looking for targets…");
  const able = bench.asker.can("targets");
  useEffect(() => {
    if (!able) return;
    void bench.asker.ask<"targets">({ ask: "targets" }).then((answer) => {
      if (answer.kind === "failed") setSaid(answer.error.message);
      if (answer.kind !== "done") return;
      setSaid("");
      setTargets(answer.result.targets);
      setName((old) => old || (answer.result.targets.find((t) => t.ready)?.name ?? ""));
    });
  }, [bench, able]);
  const target = targets.find((each) => each.name === name) ?? null;
  const [lowered, why] = useLowered(target);
  if (!able) {
    return (
      <div class="qd-main">
        <div class="qd-off" style={{ paddingTop: "20vh" }}>
          Running and sending need Python, and none answers here. The text under OpenQASM can be taken along.
        </div>
      </div>
    );
  }
  return (
    <>
      <nav class="qd-send-left" aria-label="Targets">
        <div class="qd-head">
          <h2>Targets</h2>
        </div>
        {said && (
          <div class="qd-quiet" role="status">
            {said}
          </div>
        )}
        {targets.map((each) => (
          <button
            key={each.name}
            type="button"
            class="qd-target"
            aria-pressed={each.name === name}
            onClick={() => setName(each.name)}
          >
            <span>
              <span>{each.title}</span>
              <span class="qd-badge" data-tone={each.ready ? "ok" : "warn"}>
                {each.ready && <Icon name="check" size={10} />} {each.status}
              </span>
            </span>
            <span class="qd-quiet">
              {each.description}
              {each.calibrated ? ` Calibrated ${each.calibrated.slice(0, 10)}` : ""}
            </span>
          </button>
        ))}
      </nav>
      <div class="qd-send-main">{target && <WhatRuns target={target} lowered={lowered} why={why} />}</div>
      <aside class="qd-inspector" aria-label="Send">
        {target && <Submit target={target} lowered={lowered} />}
      </aside>
    </>
  );
}

/** What would run, asked anew when the circuit, a value or the target changes. */
function useLowered(target: Target | null): readonly [LowerResult | null, string] {
  const bench = useWorkbench();
  const document = usePart(bench.editor, (e) => e.state.document);
  const [result, setResult] = useState<LowerResult | null>(null);
  const [why, setWhy] = useState("");
  useEffect(() => {
    setResult(null);
    if (!target?.ready || !isCircuit(document.body)) return undefined;
    let open = true;
    setWhy("Preparing…");
    const timer = setTimeout(() => {
      const question = { ask: "lower", document: bench.flush(), target: target.name } as const;
      void bench.asker
        .ask<"lower">(question, (progress) => open && setWhy(progress.message))
        .then((answer) => {
          if (!open) return;
          setWhy(answer.kind === "failed" ? answer.error.message : "");
          if (answer.kind === "done") setResult(answer.result);
        });
    }, 200);
    return () => {
      open = false;
      clearTimeout(timer);
      bench.asker.cancel("lower");
    };
  }, [bench, document, target]);
  return [result, why];
}

function WhatRuns({
  target,
  lowered,
  why,
}: {
  readonly target: Target;
  readonly lowered: LowerResult | null;
  readonly why: string;
}): JSX.Element {
  const bench = useWorkbench();
  const own = usePart(bench.editor, (e) => e.state.document);
  return (
    <>
      <section>
        <div class="qd-head">
          <h2>What runs</h2>
          <span class="qd-quiet">
            {lowered ? `qubits ${lowered.qubits.join(", ")} of ${target.title}` : target.title}
            {target.native.length ? ` · native ${target.native.slice(0, 6).join(", ")}` : ""}
          </span>
        </div>
        {why && (
          <div class={lowered ? "qd-quiet" : "qd-error"} role="status">
            {why}
          </div>
        )}
        <h3 class="qd-quiet">As drawn</h3>
        <Preview title="As drawn" text={null} labels={null} />
        {lowered && <h3 class="qd-quiet">On the device</h3>}
        {lowered && <Preview title="On the device" text={lowered.document} labels={lowered.qubits} />}
      </section>
      {target.coupling && target.coupling.length > 0 && <Coupling target={target} used={lowered?.qubits ?? []} />}
      <section class="qd-quiet">
        {own.parameters.length ? "Parameters are bound to their values of now." : "The circuit has no free parameters."}
      </section>
    </>
  );
}

/** A circuit drawn small, not to be edited. */
function Preview({
  title,
  text,
  labels,
}: {
  readonly title: string;
  readonly text: string | null;
  readonly labels: readonly number[] | null;
}): JSX.Element | null {
  const bench = useWorkbench();
  const own = usePart(bench.editor, (e) => e.state.document);
  const document = useMemo(() => {
    if (text === null) return own;
    const read = attempt(() => loads(text));
    return "value" in read ? read.value : null;
  }, [text, own]);
  const layout = useMemo(
    () => (document && isCircuit(document.body) ? layoutOf(document.body, undefined, bench.measure) : null),
    [document],
  );
  if (!document || !layout || !isCircuit(document.body)) return null;
  const { body } = document;
  const most = 900;
  const parts = layout.small.slice(0, most);
  const width = Math.max(...parts.map((part) => part.x + part.width), 60) + 90;
  const height = layout.numQubits * PITCH + (layout.blocks.length ? 70 : 20);
  const colors = parameterColors(document);
  return (
    <div class="qd-send-picture">
      <svg
        width={width * 0.8}
        height={height * 0.8}
        viewBox={`-60 ${layout.blocks.length ? -56 : -28} ${width} ${height}`}
        role="img"
        aria-label={title}
      >
        {body.qubits.map((label, qubit) => (
          <g key={qubit}>
            <line class="qd-wire" x1={-16} x2={width} y1={wireY(qubit) + 0.5} y2={wireY(qubit) + 0.5} />
            {labels ? (
              <>
                <rect
                  x={-56}
                  y={wireY(qubit) - 11}
                  width={34}
                  height={22}
                  rx={11}
                  style={{ fill: "var(--qd-accent-soft)", stroke: "var(--qd-accent-line)" }}
                />
                <text class="qd-tag-text" x={-39} y={wireY(qubit) + 4.5} text-anchor="middle">
                  {labels[qubit] ?? ""}
                </text>
              </>
            ) : (
              <text class="qd-label" x={-24} y={wireY(qubit) + 4.5} text-anchor="end">
                {label.slice(0, 6)}
              </text>
            )}
          </g>
        ))}
        {layout.blocks.map((block) => (
          <BlockView
            key={block.id}
            placed={block}
            body={body}
            colors={colors}
            selected={false}
            measure={(words) => bench.measure(words, "ui", 12)}
          />
        ))}
        <StillGates parts={parts} body={body} colors={colors} />
      </svg>
      {layout.small.length > most && (
        <div class="qd-quiet">
          The first {most} of {layout.small.length} gates.
        </div>
      )}
    </div>
  );
}

/** The device's map: qubits in a ring of springs settled once, those used marked. */
function Coupling({ target, used }: { readonly target: Target; readonly used: readonly number[] }): JSX.Element {
  const places = useMemo(() => settledMap(target.num_qubits, target.coupling ?? []), [target]);
  const xs = places.map((p) => p[0]);
  const ys = places.map((p) => p[1]);
  const wide = Math.max(420, Math.max(...xs) - Math.min(...xs) + 40);
  const high = Math.max(110, Math.max(...ys) - Math.min(...ys) + 40);
  const box = [
    (Math.min(...xs) + Math.max(...xs) - wide) / 2,
    (Math.min(...ys) + Math.max(...ys) - high) / 2,
    wide,
    high,
  ];
  return (
    <section>
      <div class="qd-head">
        <h2>Coupling map</h2>
        <span class="qd-quiet">{target.num_qubits} qubits, those used are marked</span>
      </div>
      <svg
        viewBox={box.join(" ")}
        style={{ width: "100%", maxHeight: "260px" }}
        role="img"
        aria-label={`Coupling map of ${target.title}`}
      >
        {(target.coupling ?? []).map(([a, b], k) => {
          const p = places[a];
          const q = places[b];
          return (
            p &&
            q && (
              <line
                key={k}
                x1={p[0]}
                y1={p[1]}
                x2={q[0]}
                y2={q[1]}
                style={{ stroke: "var(--qd-line-strong)", strokeWidth: 3 }}
              />
            )
          );
        })}
        {places.map(([x, y], qubit) => (
          <g key={qubit}>
            <circle
              cx={x}
              cy={y}
              r={10}
              style={{
                fill: used.includes(qubit) ? "var(--qd-accent-soft)" : "var(--qd-bg-raised)",
                stroke: used.includes(qubit) ? "var(--qd-accent)" : "var(--qd-line-strong)",
                strokeWidth: used.includes(qubit) ? 2.5 : 1,
              }}
            />
            <text
              class="qd-axis"
              x={x}
              y={y + 3.5}
              text-anchor="middle"
              style={{ fill: "var(--qd-text)", fontSize: "9px" }}
            >
              {qubit}
            </text>
          </g>
        ))}
      </svg>
    </section>
  );
}

/** Places by stress majorization: distances on the page follow steps on the map. Up to 130 qubits. */
function settledMap(
  count: number,
  coupling: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  const n = Math.min(count, 130);
  const near: number[][] = Array.from({ length: n }, () => []);
  for (const [a, b] of coupling) {
    near[a]?.push(b);
    near[b]?.push(a);
  }
  const steps = near.map((_, from) => {
    const seen = new Array<number>(n).fill(n);
    seen[from] = 0;
    let front = [from];
    for (let d = 1; front.length; d++) {
      front = front
        .flatMap((k) => near[k] ?? [])
        .filter((k) => {
          if ((seen[k] ?? 0) < n) return false;
          seen[k] = d;
          return true;
        });
    }
    return seen;
  });
  const far = Math.max(1, ...(steps[0] ?? []).filter((d) => d < n));
  const place = Array.from({ length: n }, (_, k): [number, number] => [
    34 * Math.min(far, steps[0]?.[k] ?? 0) + 7 * Math.sin(k * 2.4),
    60 * Math.sin(k * 1.7),
  ]);
  for (let round = 0; round < 60; round++) {
    for (let i = 0; i < n; i++) {
      let x = 0;
      let y = 0;
      let weight = 0;
      for (let j = 0; j < n; j++) {
        const d = steps[i]?.[j] ?? n;
        if (i === j || d >= n) continue;
        const p = place[i] ?? [0, 0];
        const q = place[j] ?? [0, 0];
        const length = Math.hypot(p[0] - q[0], p[1] - q[1]) || 1;
        const w = 1 / (d * d);
        x += w * (q[0] + (34 * d * (p[0] - q[0])) / length);
        y += w * (q[1] + (34 * d * (p[1] - q[1])) / length);
        weight += w;
      }
      if (weight) place[i] = [x / weight, y / weight];
    }
  }
  return place;
}

const FIGURES: readonly (readonly [keyof Stats, string])[] = [
  ["depth", "Depth"],
  ["num_two_qubit", "Two-qubit"],
  ["num_gates", "Gates"],
];

function Submit({ target, lowered }: { readonly target: Target; readonly lowered: LowerResult | null }): JSX.Element {
  const bench = useWorkbench();
  const [shots, setShots] = useState(4096);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState("");
  const submit = async (): Promise<void> => {
    setSending(true);
    setError("");
    const answer = await bench.asker.ask<"submit">({
      ask: "submit",
      document: bench.flush(),
      target: target.name,
      shots,
      label: bench.ui.value.name,
      token: crypto.randomUUID(),
    });
    setSending(false);
    if (answer.kind === "failed") setError(answer.error.message);
    if (answer.kind !== "done") return;
    bench.showTab("queue");
    await refreshJobs(bench);
    window.dispatchEvent(new CustomEvent(JOBS_CHANGED));
  };
  const success = lowered?.success ?? null;
  return (
    <>
      {success && (
        <div class="qd-section">
          <div class="qd-head">
            <h2>Estimated success</h2>
            <span class="qd-badge qd-right" data-tone="warn">
              estimate
            </span>
          </div>
          <div style={{ display: "flex", alignItems: "end", justifyContent: "space-between" }}>
            <span class="qd-figure">{fixedText(success.total, 2)}</span>
            <span class="qd-quiet">
              gates {fixedText(success.gates, 2)} · readout {fixedText(success.readout, 2)} · idle{" "}
              {fixedText(success.idle, 2)}
            </span>
          </div>
          <div class="qd-meter">
            <i style={{ width: `${100 * success.total}%` }} />
          </div>
        </div>
      )}
      {lowered && (
        <div class="qd-section">
          <div class="qd-head">
            <h2>Figures</h2>
            <span class="qd-quiet qd-right">drawn → on device</span>
          </div>
          <table class="qd-table">
            <tbody>
              {FIGURES.map(([key, label]) => (
                <tr key={key}>
                  <td>{label}</td>
                  <td class="qd-num">{lowered.drawn[key]} →</td>
                  <td class="qd-num">
                    <strong>{lowered.device[key]}</strong>
                  </td>
                </tr>
              ))}
              {lowered.duration_us !== null && (
                <tr>
                  <td>Duration</td>
                  <td />
                  <td class="qd-num">
                    <strong>{fixedText(lowered.duration_us, 1)} µs</strong>
                  </td>
                </tr>
              )}
            </tbody>
          </table>
        </div>
      )}
      <div class="qd-section">
        <label style={{ display: "flex", alignItems: "center", justifyContent: "space-between" }}>
          Shots
          <input
            class="qd-field"
            type="number"
            min={1}
            max={1_000_000}
            style={{ width: "120px", textAlign: "right" }}
            value={shots}
            onChange={(event) =>
              setShots(Math.max(1, Math.min(1_000_000, Math.round(Number(event.currentTarget.value)) || 1)))
            }
          />
        </label>
        <button
          type="button"
          class="qd-button"
          data-look="main"
          style={{ width: "100%", height: "36px", marginTop: "12px" }}
          disabled={!target.ready || sending}
          onClick={() => void submit()}
        >
          <Icon name="send" size={14} /> {sending ? "Sending…" : `Send to ${target.title}`}
        </button>
        {error && (
          <div class="qd-error" role="alert" style={{ marginTop: "8px" }}>
            {error}
          </div>
        )}
        <p class="qd-quiet">What is sent is the lowered circuit as OpenQASM 3. Local targets cost nothing.</p>
      </div>
    </>
  );
}
