/** A device's map of coupled qubits. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";

import type { Target } from "../../port";

/** Qubits in a ring of springs settled once, those used marked. */
export function Coupling({ target, used }: { readonly target: Target; readonly used: readonly number[] }): JSX.Element {
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
