/** Sending: the targets, what would run on the chosen one and what it would give, and the form that submits. */

import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import type { Provider, Target, TargetsResult } from "../../port";
import { count } from "../../scene/describe";
import { Icon } from "../widgets/icons";
import { askLong } from "../workbench/ask-long";
import { usePart } from "../workbench/cell";
import { SENT_WITH } from "../workbench/jobs";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { optionsRead } from "./asked";
import { Circuits } from "./circuits";
import { Energy } from "./energy";
import { fitness, nearest, readShots, readWhole } from "./fitness";
import { InstallQuestion } from "./install";
import { DeviceMap } from "./map";
import { Outcomes } from "./outcomes";
import {
  type Asked,
  type Given,
  newest,
  type Options,
  useDevice,
  useEnergy,
  useEnergyNoise,
  useForecast,
  useLowering,
} from "./preparing";
import { Program } from "./program";
import { remember, useRemembered } from "./remembered";
import { Submit, type Typed } from "./submit";
import { TargetTable } from "./table";

const NO_CIRCUIT = "The drawing is a ZX diagram, and devices run circuits. Extract one first.";

/** As many shots as are offered, where the target takes so many. */
const SHOTS = 4096;

export function SendView(): JSX.Element {
  const bench = useWorkbench();
  takeSentWith(bench);
  const known = useTargets();
  const [chosen, setChosen] = useRemembered("target", "");
  const [installing, setInstalling] = useState<Provider | null>(null);
  // What is below the drawing leaves its room to the preview meanwhile.
  useEffect(() => {
    const { folded } = bench.ui.value;
    bench.ui.patch({ folded: true });
    return () => bench.ui.patch({ folded });
  }, [bench]);
  if (!bench.asker.can("targets")) {
    return (
      <Off>{`Running and sending need Python, and ${bench.noPython}. The text under OpenQASM can be taken along.`}</Off>
    );
  }
  if (!known.found) {
    return (
      <Off>
        {known.failed ? <span role="alert">{known.failed}</span> : <span role="status">Looking for targets…</span>}
        {known.failed && (
          <button type="button" class="qd-button" data-look="line" onClick={() => known.ask(false)}>
            Try again
          </button>
        )}
      </Off>
    );
  }
  const { targets, providers } = known.found;
  const install = async ({ kit, title }: Provider): Promise<void> => {
    setInstalling(null);
    const answer = await askLong(bench, `Installing the kit for ${title}`, { ask: "install_kit", kit });
    if (answer) known.put(answer.result);
  };
  const failed = providers.filter((each) => each.failed);
  return (
    <Chosen
      targets={targets}
      providers={providers}
      chosen={chosen}
      onChoose={setChosen}
      table={(numQubits, name) => (
        <>
          <TargetTable
            targets={targets}
            providers={providers}
            numQubits={numQubits}
            chosen={name}
            busy={known.busy}
            onChoose={setChosen}
            onInstall={setInstalling}
            onRefresh={() => known.ask(true)}
          />
          {installing && (
            <InstallQuestion
              provider={installing}
              onInstall={() => void install(installing)}
              onLeave={() => setInstalling(null)}
            />
          )}
          {[...failed.map((each) => `${each.title}: ${each.failed}`), known.failed]
            .filter((words) => words && !known.read.includes(words))
            .map((words) => (
              <div key={words} class="qd-error qd-send-failed" role="alert">
                <span>{words}</span>
                <button
                  type="button"
                  class="qd-button"
                  data-icon
                  aria-label="Dismiss"
                  title="Dismiss"
                  onClick={() => known.dismiss(words)}
                >
                  <Icon name="close" size={12} />
                </button>
              </div>
            ))}
        </>
      )}
    />
  );
}

/** A job that is sent again begins with what it was sent with. */
function takeSentWith(bench: Workbench): void {
  const sent = bench.at(SENT_WITH);
  if (!sent.value) return;
  const { target, shots, seed, ...rest } = sent.value;
  remember(bench, "target", target);
  remember(bench, "typed", { ...rest, of: target, shots: String(shots), seed: String(seed) });
  sent.set(null);
}

/** Everything about the chosen target. */
function Chosen({
  targets,
  providers,
  chosen,
  onChoose,
  table,
}: {
  readonly targets: readonly Target[];
  readonly providers: readonly Provider[];
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
  readonly table: (numQubits: number, name: string) => JSX.Element;
}): JSX.Element {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => e.state.document.body);
  const numQubits = isCircuit(body) ? body.qubits.length : 0;
  const name =
    targets.find((each) => each.name === chosen)?.name ??
    targets.find((each) => fitness(each, numQubits).able)?.name ??
    "";
  const target = targets.find((each) => each.name === name) ?? null;
  const fit = target && fitness(target, numQubits);
  const [typed, setTyped] = useTyped(name, numQubits);
  const [part, setPart] = useState(1);
  const observable = usePart(bench.editor, (e) => e.state.document.observable);
  const problem = usePart(bench.ui, (ui) => ui.problem?.title ?? "");
  const isEnergy = typed.energy && observable !== undefined;
  const provider = providers.find((each) => each.name === target?.provider);
  const given = useMemo(() => optionsRead(provider, typed.options), [provider, typed.options]);
  const options = optionsOf(typed, target, isEnergy ? part : 0, given.values);
  const able = fit?.able ? target : null;
  const lowering = useLowering(able, options);
  const measures = isEnergy ? able : null;
  const energy = useEnergy(measures, options);
  const noise = useEnergyNoise(measures, options, energy);
  const circuits = newest(energy)?.circuits.length ?? 0;
  useEffect(() => {
    if (circuits && part > circuits) setPart(1);
  }, [circuits, part]);
  const forecast = useForecast(able, options, lowering);
  const device = useDevice(able);
  const lowered = newest(lowering);
  const outcomes = newest(forecast);
  const refused = lowering.kind === "refused" ? lowering.why : "";
  const unfit = isCircuit(body) ? (fit?.why ?? "") : NO_CIRCUIT;
  // Where there is a preview to keep, the form says what is refused now.
  const why = unfit || (lowered ? "" : refused);
  const isOld = [lowering.kind, ...(isEnergy ? [energy.kind] : [])].some((k) => k === "going" || k === "refused");
  const near = target && isCircuit(body) && fit?.why ? nearest(targets, target, numQubits) : null;
  const title = problem || `an observable of ${count(observable?.size ?? 0, "term")}`;
  return (
    <div class="qd-send">
      <div class="qd-send-main">
        {table(numQubits, name)}
        {why && (
          <div class="qd-error qd-send-failed" role="alert">
            {why}
            {near && (
              <>
                {" "}
                <button type="button" class="qd-link" onClick={() => onChoose(near.name)}>
                  Take {near.title}
                </button>
                , the nearest that takes it.
              </>
            )}
          </div>
        )}
        {target && <Going asked={lowering} />}
        {target && !why && (
          <div class="qd-send-preview" data-old={isOld ? "" : undefined}>
            {isEnergy && (
              <Energy
                target={target}
                of={title}
                shots={options.shots}
                energy={energy}
                noise={noise}
                part={part}
                onPart={setPart}
              />
            )}
            <Circuits
              target={target}
              lowered={lowered}
              verdict={outcomes?.verdict ?? null}
              part={isEnergy ? part : 0}
            />
            {device && target.is_fitted && (
              <DeviceMap
                target={target}
                device={device}
                lowered={lowered}
                given={typed.layout}
                onLayout={(layout) => setTyped({ layout })}
              />
            )}
            <Outcomes
              of={isEnergy ? `Expected of circuit ${part}` : "Expected"}
              forecast={outcomes}
              going={forecast.kind === "going" && !forecast.before && !refused ? forecast.message : ""}
            />
            {forecast.kind === "refused" && (
              <div class="qd-error qd-send-failed" role="alert">
                {forecast.why}
              </div>
            )}
            {lowered && <Program lowered={lowered} forecast={outcomes} />}
          </div>
        )}
      </div>
      <aside class="qd-inspector" aria-label="Send">
        {target && (
          <Submit
            target={target}
            provider={provider?.title ?? target.provider}
            given={given}
            notes={lowered?.notes ?? []}
            lowering={lowering}
            measuring={isEnergy ? energy : null}
            observable={observable ? title : ""}
            able={!unfit}
            typed={typed}
            options={options}
            onTyped={setTyped}
          />
        )}
      </aside>
    </div>
  );
}

/** What is going on, and how long it took. */
function Going({ asked }: { readonly asked: Asked<unknown> }): JSX.Element | null {
  if (asked.kind !== "going") return null;
  return (
    <div class="qd-send-going" role="status">
      <progress aria-label={asked.message} /> {asked.message}
    </div>
  );
}

const FIRST: Typed = { shots: null, seed: "0", level: 2, layout: [], options: {}, energy: false };

/** What was typed; a layout is of one target and of as many qubits as there are, options are of one provider. */
function useTyped(target: string, numQubits: number): readonly [Typed, (part: Partial<Typed>) => void] {
  const [typed, setTyped] = useRemembered<Typed & { readonly of?: string }>("typed", FIRST);
  const fits = typed.of === target && typed.layout.length === numQubits;
  const now = {
    ...typed,
    layout: fits ? typed.layout : FIRST.layout,
    options: providerOf(typed.of ?? "") === providerOf(target) ? typed.options : FIRST.options,
  };
  return [now, (part) => setTyped({ ...now, ...part, of: target })];
}

function providerOf(target: string): string {
  return target.split(":")[0] ?? "";
}

/** @param part which circuit of an energy, from 1; 0 where counts are measured */
function optionsOf(typed: Typed, target: Target | null, part: number, given: Given): Options {
  const most = Math.min(SHOTS, target?.max_shots || SHOTS);
  const shots = typed.shots === null || !target ? most : readShots(typed.shots, target, part > 0);
  return {
    shots: typeof shots === "string" ? most : shots,
    seed: readWhole(typed.seed, 2 ** 31 - 1) ?? 0,
    level: typed.level,
    layout: typed.layout,
    options: given,
    part,
  };
}

function Off({ children }: { readonly children: JSX.Element | string | (JSX.Element | false | "")[] }): JSX.Element {
  return (
    <div class="qd-main">
      <div class="qd-off" style={{ paddingTop: "20vh" }}>
        {children}
      </div>
    </div>
  );
}

interface Known {
  readonly found: TargetsResult | null;
  readonly failed: string;
  readonly busy: boolean;
  readonly ask: (refresh: boolean) => void;
  readonly put: (found: TargetsResult) => void;
  /** What went wrong and was dismissed since it was asked. */
  readonly read: readonly string[];
  readonly dismiss: (words: string) => void;
}

/** The targets, null until they are known; why they are not; and asking again. */
function useTargets(): Known {
  const bench = useWorkbench();
  const [found, setFound] = useState<TargetsResult | null>(null);
  const [failed, setFailed] = useState("");
  const [busy, setBusy] = useState(false);
  const [read, setRead] = useState<readonly string[]>([]);
  const ask = (refresh: boolean): void => {
    if (!bench.asker.can("targets")) return;
    setFailed("");
    setRead([]);
    setBusy(true);
    void bench.asker.ask<"targets">({ ask: "targets", refresh }).then((answer) => {
      setBusy(false);
      if (answer.kind === "failed") setFailed(answer.error.message);
      if (answer.kind === "done") setFound(answer.result);
    });
  };
  useEffect(() => ask(false), [bench]);
  return { found, failed, busy, ask, put: setFound, read, dismiss: (words) => setRead([...read, words]) };
}
