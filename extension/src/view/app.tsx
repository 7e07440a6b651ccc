/** The studio as a whole: where its parts stand on wide, narrow and small screens. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect } from "preact/hooks";

import { isCircuit } from "../document/circuit";
import { shownDocument } from "../state/state";
import { Bottom } from "./bottom";
import { Canvas } from "./canvas";
import { usePart } from "./cell";
import { Dialogs } from "./dialogs";
import { Icon, type IconName } from "./icons";
import { Inspector } from "./inspector";
import { Palette } from "./palette";
import { PhoneSheet } from "./phone";
import { SendView } from "./send";
import { shownView } from "./shown";
import { Status, useFigures } from "./status";
import { Toolbar } from "./toolbar";
import { useBench, type Ui } from "./workbench";
import { count, Head } from "./zx-frame";
import { ZxView } from "./zx-view";

export function App(): JSX.Element {
  const bench = useBench();
  const size = usePart(bench.ui, (ui) => ui.size);
  const unreadable = usePart(bench.unreadable, (value) => value);
  const view = usePart(bench.ui, (ui) => ui.view);
  if (unreadable) {
    return (
      <div class="qd-main" style={{ gridArea: "1 / 1 / -1 / -1", display: "flex" }}>
        <div class="qd-off" role="alert">
          <h2 style={{ fontSize: "15px" }}>This document cannot be opened</h2>
          <p class="qd-error">{unreadable.why}</p>
          <p>The file is kept as it is. Open it as text to repair it.</p>
        </div>
      </div>
    );
  }
  if (size === "phone") return <Phone />;
  return (
    <>
      <Toolbar />
      {view === "send" ? <SendView /> : <Wide />}
      <Bottom />
      <Status />
      <Dialogs />
    </>
  );
}

function Wide(): JSX.Element {
  const bench = useBench();
  const size = usePart(bench.ui, (ui) => ui.size);
  const drawer = usePart(bench.ui, (ui) => ui.drawer);
  const panels = usePart(bench.ui, (ui) => ui.settings.panels);
  const shown = useShown();
  const wide = size === "wide";
  return (
    <>
      {shown !== "zx" && (wide ? panels.palette : drawer === "palette") && <Palette />}
      <Views />
      {(wide ? panels.inspector : drawer === "inspector") && <Inspector />}
    </>
  );
}

/** The drawing: as a circuit, as a ZX diagram, or both. */
function Views(): JSX.Element {
  const shown = useShown();
  if (shown === "split") {
    return (
      <div class="qd-split">
        <Half half="circuit"><Canvas /><CircuitHead /></Half>
        <Half half="zx"><ZxView /></Half>
      </div>
    );
  }
  return shown === "zx" ? <ZxView /> : <Canvas />;
}

/** Half of Split, which knows that it was used last. */
function Half({ half, children }: { readonly half: Ui["half"]; readonly children: ComponentChildren }): JSX.Element {
  const bench = useBench();
  const use = (): void => {
    if (bench.ui.value.half !== half) bench.ui.patch({ half });
  };
  return <div class="qd-half" onPointerDownCapture={use} onFocusIn={use}>{children}</div>;
}

/** Above the circuit in Split, as above its diagram: what it is, and its figures. */
function CircuitHead(): JSX.Element {
  const bench = useBench();
  const body = usePart(bench.editor, (e) => shownDocument(e.state).body);
  const parameters = usePart(bench.editor, (e) => shownDocument(e.state).parameters.length);
  const figures = useFigures(body, parameters);
  return <Head title="Circuit" note={`${count(parameters, "parameter")}${figures ? ` · ${figures.numTwoQubit} two-qubit` : ""}`} />;
}

function useShown(): Ui["view"] {
  const bench = useBench();
  const circuit = usePart(bench.editor, (e) => isCircuit(e.state.document.body));
  return usePart(bench.ui, (ui) => shownView(ui, circuit));
}

const PANES: readonly (readonly [Ui["pane"], string, IconName])[] = [
  ["circuit", "Circuit", "circuit"], ["parameters", "Parameters", "sliders"], ["state", "State", "bars"], ["steps", "Steps", "steps"], ["more", "More", "dots"],
];

/** One pane at a time, with the selected gate's sheet and the energy always in view. */
function Phone(): JSX.Element {
  const bench = useBench();
  const pane = usePart(bench.ui, (ui) => ui.pane);
  const drawer = usePart(bench.ui, (ui) => ui.drawer);
  const view = usePart(bench.ui, (ui) => ui.view);
  useEffect(() => {
    if (pane === "state") bench.ui.patch({ tab: "state" });
    if (pane === "steps") bench.ui.patch({ tab: "steps" });
    if (pane === "more") bench.ui.patch({ tab: "openqasm" });
  }, [bench, pane]);
  return (
    <>
      <Toolbar />
      {view === "send"
        ? <SendView />
        : (
          <>
            <section class="qd-phone-main" aria-label="Drawing">
              <span class="qd-segments qd-phone-view" role="group" aria-label="View">
                {(["circuit", "zx"] as const).map((each) => (
                  <button key={each} type="button" aria-pressed={view === each} onClick={() => bench.ui.patch({ view: each })}>{each === "zx" ? "ZX" : "Circuit"}</button>
                ))}
              </span>
              <Views />
            </section>
            {pane === "circuit" ? <PhoneSheet /> : pane === "parameters" ? <Inspector /> : <Bottom />}
          </>
        )}
      {drawer === "palette" && <Palette />}
      <nav class="qd-nav" aria-label="Panes">
        {PANES.map(([name, label, icon]) => (
          <button key={name} type="button" aria-pressed={pane === name} onClick={() => bench.ui.patch({ pane: name })}><Icon name={icon} size={20} />{label}</button>
        ))}
      </nav>
      <Dialogs />
    </>
  );
}
