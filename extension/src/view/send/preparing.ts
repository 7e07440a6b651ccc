/** What would run on a target, what it would give, and its map: asked anew when what they depend on changes. */

import { useEffect, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import type {
  AskKind,
  DeviceResult,
  EnergyNoiseResult,
  EnergyResult,
  ForecastResult,
  LowerResult,
  Question,
  Results,
  Target,
} from "../../port";
import { usePart } from "../workbench/cell";
import { useWorkbench, type Workbench } from "../workbench/workbench";

export type Asked<T> =
  | { readonly kind: "none" }
  /** What there was before stays, paler, until it is replaced. */
  | { readonly kind: "going"; readonly message: string; readonly before: T | null }
  | { readonly kind: "done"; readonly result: T; readonly seconds: number }
  /** `cut` where nobody answered. */
  | { readonly kind: "refused"; readonly why: string; readonly cut: boolean; readonly before: T | null };

export interface Options {
  readonly shots: number;
  readonly seed: number;
  readonly level: number;
  /** For each drawn qubit, the device's; empty where it is chosen. */
  readonly layout: readonly number[];
  /** Of the target's provider, by name. */
  readonly options: Given;
  /** Which circuit of an energy, from 1; 0 for the drawing itself. */
  readonly part: number;
}

/** Options of a row, by name. */
export type Given = Readonly<Record<string, string | number | boolean>>;

const NONE = { kind: "none" } as const;
/** Milliseconds that a slider rests before it is asked. */
const REST = 200;

/** Asked once another answer is there; what there was stays meanwhile. */
const LATER: ReadonlySet<AskKind> = new Set(["forecast", "energy_noise"]);

/** The newest result, also of what is being asked anew or was refused then. */
export function newest<T>(asked: Asked<T>): T | null {
  if (asked.kind === "done") return asked.result;
  return asked.kind === "none" ? null : asked.before;
}

/** @param target one that takes the drawing's size; else null */
export function useLowering(target: Target | null, options: Options): Asked<LowerResult> {
  const bench = useWorkbench();
  const document = usePart(bench.editor, (e) => e.state.document);
  const key = JSON.stringify(options);
  const ready = target !== null && isCircuit(document.body);
  return useAsked("lower", ready, [document, target?.name, key], target?.name ?? "", () => ({
    ask: "lower",
    document: bench.flush(),
    target: target?.name ?? "",
    ...options,
  }));
}

/** What the lowered circuit gives; asked once that is there. */
export function useForecast(
  target: Target | null,
  options: Options,
  lowered: Asked<LowerResult>,
): Asked<ForecastResult> {
  const bench = useWorkbench();
  const result = lowered.kind === "done" ? lowered.result : null;
  return useAsked("forecast", target !== null && result !== null, [result], target?.name ?? "", () => ({
    ask: "forecast",
    document: bench.flush(),
    target: target?.name ?? "",
    ...options,
  }));
}

/** @param target one that measures the energy of the drawing; else null */
export function useEnergy(target: Target | null, options: Options): Asked<EnergyResult> {
  const bench = useWorkbench();
  const document = usePart(bench.editor, (e) => e.state.document);
  const whole = { ...options, part: 0 };
  const ready = target !== null && isCircuit(document.body);
  return useAsked("energy", ready, [document, target?.name, JSON.stringify(whole)], target?.name ?? "", () => ({
    ask: "energy",
    document: bench.flush(),
    target: target?.name ?? "",
    ...whole,
  }));
}

/** The energy with the noise of the target; asked once it is known how it is measured. */
export function useEnergyNoise(
  target: Target | null,
  options: Options,
  energy: Asked<EnergyResult>,
): Asked<EnergyNoiseResult> {
  const bench = useWorkbench();
  const result = energy.kind === "done" ? energy.result : null;
  return useAsked("energy_noise", target !== null && result !== null, [result], target?.name ?? "", () => ({
    ask: "energy_noise",
    document: bench.flush(),
    target: target?.name ?? "",
    ...options,
    part: 0,
  }));
}

const devices = new Map<string, DeviceResult>();

/** A device's map; null until it is known, or where it is not described. */
export function useDevice(target: Target | null): DeviceResult | null {
  const bench = useWorkbench();
  const [, setFound] = useState("");
  const name = target?.native.length ? target.name : "";
  const key = `${name} ${target?.calibrated ?? ""}`;
  useEffect(() => {
    if (!name || devices.has(key) || !bench.asker.can("device")) return undefined;
    let open = true;
    void bench.asker.ask<"device">({ ask: "device", target: name }).then((answer) => {
      if (answer.kind !== "done") return;
      devices.set(key, answer.result);
      if (open) setFound(key);
    });
    return () => {
      open = false;
    };
  }, [bench, key]);
  const found = devices.get(key);
  return found?.qubits.length ? found : null;
}

/** Counts how often somebody was there again for what nobody had answered. */
function useAgain(asked: Asked<unknown>): number {
  const bench = useWorkbench();
  const lost = usePart(bench.ui, (ui) => ui.saved === "lost");
  const [times, setTimes] = useState(0);
  useEffect(() => {
    if (!lost && asked.kind === "refused" && asked.cut) setTimes((before) => before + 1);
  }, [lost]);
  return times;
}

function useAsked<K extends AskKind>(
  kind: K,
  ready: boolean,
  on: readonly unknown[],
  subject: string,
  question: (bench: Workbench) => Extract<Question, { readonly ask: K }>,
): Asked<Results[K]> {
  const bench = useWorkbench();
  const [asked, setAsked] = useState<readonly [string, Asked<Results[K]>]>(["", NONE]);
  const again = useAgain(asked[1]);
  useEffect(() => {
    if (!ready || !bench.asker.can(kind)) {
      if (!ready && !LATER.has(kind)) setAsked(["", NONE]);
      return undefined;
    }
    let open = true;
    let start = 0;
    const going = (message: string): void =>
      setAsked(([of, before]) => [subject, { kind: "going", message, before: of === subject ? newest(before) : null }]);
    const refused = (why: string, cut: boolean): void =>
      setAsked(([of, old]) => [subject, { kind: "refused", why, cut, before: of === subject ? newest(old) : null }]);
    going("Preparing…");
    const timer = setTimeout(
      () => {
        start = performance.now();
        void bench.asker
          .ask<K>(question(bench), ({ message }) => open && going(`${message}…`))
          .then((answer) => {
            if (!open) return;
            const seconds = (performance.now() - start) / 1000;
            if (answer.kind === "failed") refused(answer.error.message, answer.error.kind === "Disconnected");
            if (answer.kind === "done") setAsked([subject, { kind: "done", result: answer.result, seconds }]);
          });
      },
      LATER.has(kind) ? 0 : REST,
    );
    return () => {
      open = false;
      clearTimeout(timer);
      bench.asker.cancel(kind);
    };
  }, [bench, ready, again, ...on]);
  return asked[0] === subject ? asked[1] : NONE;
}
