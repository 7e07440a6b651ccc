/** What is sent, as text, and whether it says what was lowered. */

import type { JSX } from "preact";

import type { ForecastResult, LowerResult } from "../../port";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";

const MOST = 400;

export function Program({
  lowered,
  forecast,
}: {
  readonly lowered: LowerResult;
  readonly forecast: ForecastResult | null;
}): JSX.Element {
  const bench = useWorkbench();
  const catalog = usePart(bench.ui, (ui) => ui.catalog);
  const title = catalog.exporter.find(({ name }) => name === lowered.dialect)?.title ?? lowered.dialect;
  const lines = lowered.text.trimEnd().split("\n");
  const back = forecast?.read_back;
  return (
    <section class="qd-send-program">
      <div class="qd-head">
        <h2>{title}</h2>
        <span class="qd-right">
          {back === true && (
            <span
              class="qd-badge"
              data-tone="ok"
              title="The text was read again and is the lowered circuit, gate by gate."
            >
              read back equal
            </span>
          )}
          {back === false && (
            <span
              class="qd-badge"
              data-tone="error"
              title="The text was read again and is another circuit. Do not send it."
            >
              read back different
            </span>
          )}
        </span>
      </div>
      <pre tabIndex={0} role="region" aria-label="The program that is sent">
        {lines.slice(0, MOST).map((line, k) => (
          <span key={k}>
            {line}
            {"\n"}
          </span>
        ))}
      </pre>
      {lines.length > MOST && (
        <div class="qd-quiet">
          The first {MOST} of {lines.length} lines.
        </div>
      )}
    </section>
  );
}
