/** Frequencies of an energy along a parameter, exactly, at the present values of the others. */

import type { Engine } from "../live/engine";
import { type Frequencies, samplePoints, squared } from "../live/moving";
import type { Figure } from "../port";
import { plainName } from "../scene/math";
import { type Asked, figure, NO_PARAMETERS } from "./subject";

const PRESENT = 1e-9;

export function fourier({ program, values, observable, parameter }: Asked, engine: Engine): Figure {
  const none = { name: "fourier_spectrum", title: "Fourier spectrum" };
  const unknown = (says: string): Figure => figure({ ...none, value: null, error: null, tone: "unknown", says });
  const name = parameter || program.parameters[0];
  if (name === undefined)
    return {
      ...unknown("The circuit has no parameters."),
      basis: NO_PARAMETERS,
      verdict: NO_PARAMETERS,
      tone: "plain",
    };
  const place = program.parameters.indexOf(name);
  if (place < 0) return unknown(`No gate has ${plainName(name)}. Choose a parameter of the circuit.`);
  const found = engine.frequenciesOf(place);
  if (!found) return unknown(`Frequencies along ${plainName(name)} are many or on no grid; Python finds them.`);
  const along = squared(found);
  engine.grab(values, place);
  const sizes = amplitudes(
    along,
    samplePoints(along).map((point) => engine.energyAlong(point)),
  );
  const frequencies = sizes.map((_, k) => k * along.spacing);
  const scale = [...(observable?.values() ?? [])].reduce((sum, weight) => sum + Math.abs(weight), 0);
  const present = frequencies.filter((_, k) => (sizes[k] ?? 0) > PRESENT * scale);
  const plain = { low: [], high: [], labels: [] };
  return figure({
    ...{ ...none, value: Math.max(0, ...present), unit: `highest frequency along ${name}` },
    says: `The circuit can have frequencies up to ${frequencies.at(-1) ?? 0}.`,
    convention: {
      parameter: name,
      unit: "per radian",
      others: "at their values",
      "present above": `${PRESENT} of all weights`,
    },
    conditions: ["at these values of the other parameters alone"],
    source: "Schuld, Sweke, Meyer, arXiv:2008.08605",
    cell: `qd.analyze.fourier_spectrum(c, H, ${JSON.stringify(name)})`,
    chart: {
      ...{ x: `frequency along ${name}`, y: "amplitude", log_x: false, log_y: false },
      series: [{ name: "amplitude", kind: "bars", x: frequencies, y: sizes, ...plain }],
    },
    columns: { frequency: frequencies, amplitude: sizes },
  });
}

/** Σ A_k cos(k s θ + φ_k): each A from frequency 0 up, of what is known at the sample points. */
export function amplitudes(along: Frequencies, samples: readonly number[]): readonly number[] {
  const { spacing, count } = along;
  const points = samplePoints(along);
  return Array.from({ length: (count + 1) / 2 }, (_, k) => {
    let [real, imaginary] = [0, 0];
    points.forEach((point, j) => {
      real += (samples[j] ?? 0) * Math.cos(k * spacing * point);
      imaginary -= (samples[j] ?? 0) * Math.sin(k * spacing * point);
    });
    return ((k ? 2 : 1) * Math.hypot(real, imaginary)) / count;
  });
}
