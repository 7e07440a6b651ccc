/** The studio as a whole: where its parts stand on wide, narrow and small screens. */

import type { ComponentChildren, JSX } from "preact";

import { isCircuit } from "../../document/circuit";
import { count } from "../../scene/describe";
import { shownDocument } from "../../state/state";
import { analyze } from "../analyze/room";
import { circuit } from "../circuit/room";
import { compare } from "../compare/room";
import { diagram } from "../diagram/room";
import { Bus } from "../drawing/bus";
import { figures as figuresRoom } from "../figures/room";
import { jobs } from "../jobs/room";
import { lesson } from "../lesson/room";
import { noise } from "../noise/room";
import { palette } from "../palette/room";
import { send } from "../send/room";
import { Head } from "../widgets/head";
import { Icon } from "../widgets/icons";
import { TipLayer } from "../widgets/tips";
import { usePart } from "../workbench/cell";
import { useLink } from "../workbench/linked";
import { leaveOver } from "../workbench/over";
import { OVERLAY } from "../workbench/overlay";
import { runCommand } from "../workbench/run";
import { overDrawing, shownView } from "../workbench/shown-view";
import { LESSON } from "../workbench/slots";
import type { Ui } from "../workbench/ui";
import { useWorkbench } from "../workbench/workbench";
import { Bottom } from "./bottom";
import { Dialogs } from "./dialogs";
import { Inspector } from "./inspector";
import { ChosenMenu } from "./menu";
import { PhoneSheet } from "./phone";
import { ENTRIES, entryOn } from "./phone-entries";
import { ExportSheet, MoreSheet, SimplifySheet } from "./phone-more";
import { Going, Status, useFigures } from "./status";
import { Toolbar } from "./toolbar";

export function App(): JSX.Element {
  const bench = useWorkbench();
  const size = usePart(bench.ui, (ui) => ui.size);
  const unreadable = usePart(bench.exchange.unreadable, (value) => value);
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
  if (bench.host.can.alone)
    return (
      <>
        <jobs.Alone />
        <TipLayer />
      </>
    );
  if (size === "phone") return <Phone />;
  if (view === "jobs" || view === "analyze")
    return (
      <>
        <Toolbar />
        {view === "jobs" ? <jobs.JobsView /> : <analyze.AnalyzeView />}
        <Status />
        <Dialogs />
        <TipLayer />
      </>
    );
  return (
    <>
      <Toolbar />
      {view === "send" ? <send.SendView /> : view === "compare" ? <compare.CompareView /> : <Wide />}
      <Bottom />
      <Status />
      <Dialogs />
      <ChosenMenu />
      <TipLayer />
    </>
  );
}

function Wide(): JSX.Element {
  const bench = useWorkbench();
  const size = usePart(bench.ui, (ui) => ui.size);
  const drawer = usePart(bench.ui, (ui) => ui.drawer);
  const panels = usePart(bench.ui, (ui) => ui.settings.panels);
  const asks = usePart(bench.ui, (ui) => ui.template !== null);
  const drawn = usePart(bench.editor, (e) => isCircuit(e.state.document.body));
  const shown = useShown();
  const wide = size === "wide";
  const taught = useTaught();
  const placing = drawn && shown !== "zx";
  const open = drawer === "palette";
  return (
    <>
      {taught && !asks
        ? (wide || open) && <Lesson />
        : placing && (asks || (wide ? panels.palette : open)) && <palette.Palette />}
      {taught && (wide ? placing && <palette.Shelf /> : <Above shelf={placing} />)}
      <Views />
      <Legends />
      {panels.inspector && <Inspector />}
    </>
  );
}

/** Is a lesson open, or their list? */
function useTaught(): boolean {
  return usePart(useWorkbench().at(LESSON), ({ name, over }) => name + over !== "");
}

function Lesson(): JSX.Element {
  return (
    <section class="qd-lesson" aria-label="Lesson">
      <lesson.LessonPanel />
    </section>
  );
}

/** Where the lesson is a drawer: the goal that is next, and its gates. */
function Above({ shelf }: { readonly shelf: boolean }): JSX.Element {
  return (
    <div class="qd-lesson-above">
      <lesson.LessonStrip />
      {shelf && <palette.Shelf />}
    </div>
  );
}

/** Over the drawing: whether numbers are with noise, and what its colors mean. */
function Legends(): JSX.Element {
  const overlay = usePart(useWorkbench().at(OVERLAY), (now) => now);
  return (
    <>
      <noise.NoiseBadge />
      <noise.CostLegend />
      {overlay === "redundancy" && <figuresRoom.StandingLegend />}
    </>
  );
}

/** The drawing: as a circuit, as a ZX diagram, or both. */
function Views(): JSX.Element {
  const bench = useWorkbench();
  const drawn = usePart(bench.editor, (e) => isCircuit(e.state.document.body));
  const shown = useShown();
  if (shown === "split") {
    return (
      <div class="qd-split">
        <Half half="circuit">
          <Circuit />
          {drawn && <CircuitHead />}
        </Half>
        <Half half="zx">
          <diagram.ZxView />
        </Half>
        <LinkBus circuit={drawn} />
      </div>
    );
  }
  return shown === "zx" ? <diagram.ZxView /> : <Circuit />;
}

/** Joins what is selected in one half with what it belongs to in the other. */
function LinkBus({ circuit }: { readonly circuit: boolean }): JSX.Element {
  const { drawn, other, words } = useLink(useWorkbench());
  return <Bus ends={circuit ? [drawn, other] : [other, drawn]} words={words} />;
}

/** The circuit that is drawn, or that of the diagram that is drawn, to look at. */
function Circuit(): JSX.Element {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => shownDocument(e.state).body);
  return isCircuit(body) ? <circuit.Canvas /> : <diagram.CircuitOf body={body} />;
}

/** Half of Split, which knows that it was used last. */
function Half({ half, children }: { readonly half: Ui["half"]; readonly children: ComponentChildren }): JSX.Element {
  const bench = useWorkbench();
  const use = (): void => {
    if (bench.ui.value.half !== half) bench.ui.patch({ half });
  };
  return (
    <div class="qd-half" onPointerDownCapture={use} onFocusIn={use}>
      {children}
    </div>
  );
}

/** Above the circuit in Split, as above its diagram: what it is, and its figures. */
function CircuitHead(): JSX.Element {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => shownDocument(e.state).body);
  const parameters = usePart(bench.editor, (e) => shownDocument(e.state).parameters.length);
  const figures = useFigures(body, parameters);
  return (
    <Head
      title="Circuit"
      note={`${count(parameters, "parameter")}${figures ? ` · ${figures.numTwoQubit} two-qubit` : ""}`}
    />
  );
}

function useShown(): Ui["view"] {
  const bench = useWorkbench();
  const circuit = usePart(bench.editor, (e) => isCircuit(e.state.document.body));
  return usePart(bench.ui, (ui) => shownView(ui, circuit));
}

function PhoneBelow({ pane }: { readonly pane: Ui["pane"] }): JSX.Element {
  switch (pane) {
    case "circuit":
      return <PhoneSheet />;
    case "parameters":
      return <Inspector />;
    case "tabs":
      return <Bottom />;
    case "more":
      return <MoreSheet />;
    case "simplify":
      return <SimplifySheet />;
    case "export":
      return <ExportSheet />;
  }
}

/** One pane at a time, with the selected gate's sheet and the energy always in view. */
function Phone(): JSX.Element {
  const bench = useWorkbench();
  const pane = usePart(bench.ui, (ui) => ui.pane);
  const asks = usePart(bench.ui, (ui) => ui.template !== null);
  const drawer = usePart(bench.ui, (ui) => ui.drawer);
  const shown = useShown();
  const on = usePart(bench.ui, entryOn);
  const taught = useTaught();
  return (
    <>
      <Toolbar />
      {shown === "send" ? (
        <send.SendView />
      ) : shown === "compare" ? (
        <compare.CompareView />
      ) : shown === "jobs" ? (
        <jobs.JobsView />
      ) : shown === "analyze" ? (
        <analyze.AnalyzeView />
      ) : (
        <>
          <section class="qd-phone-main" aria-label="Drawing">
            <span class="qd-segments qd-phone-view" role="group" aria-label="View">
              {(["circuit", "zx", "split", "analyze"] as const).map((each) => (
                <button
                  key={each}
                  type="button"
                  aria-pressed={shown === each}
                  onClick={() =>
                    each === "split"
                      ? bench.ui.patch({ view: "split", asCircuit: true })
                      : runCommand(bench, `view.${each}`)
                  }
                >
                  {{ circuit: "Circuit", zx: "ZX", split: "Split", analyze: "Analyze" }[each]}
                </button>
              ))}
            </span>
            {taught && <Above shelf={shown === "circuit"} />}
            <Views />
            <Legends />
          </section>
          {asks ? (
            <section class="qd-sheet qd-sheet-list" aria-label="Template">
              <palette.TemplateForm />
            </section>
          ) : (
            <PhoneBelow pane={pane} />
          )}
          <TipLayer />
        </>
      )}
      {drawer === "palette" && (taught ? <Lesson /> : <palette.Palette />)}
      <div class="qd-going">
        <Going />
      </div>
      <nav class="qd-nav" aria-label="Panes">
        {ENTRIES.map(({ id, title, icon, below }) => (
          <button
            key={id}
            type="button"
            aria-label={title}
            aria-pressed={!overDrawing({ view: shown }) && on === id}
            onClick={() => {
              if (overDrawing({ view: shown })) leaveOver(bench);
              bench.ui.patch(below);
            }}
          >
            <Icon name={icon} size={20} />
            <span>{title}</span>
          </button>
        ))}
      </nav>
      <Dialogs />
      <ChosenMenu />
    </>
  );
}
