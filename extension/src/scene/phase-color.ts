/** The color of a complex number: its phase as hue, its magnitude as how much of that is mixed into the canvas. */

export type Rgb = readonly [number, number, number];

const LIGHTNESS = 0.68;
const CHROMA = 0.115;
/** Degrees of hue at phase 0. */
const START = 250;
/** Magnitudes are drawn a little paler than in proportion. */
const POWER = 1.15;
const STEPS = 360;

const TURN: readonly Rgb[] = Array.from({ length: STEPS }, (_, k) => fromOklch(LIGHTNESS, CHROMA, k + START));

/** The full color of a phase in radians. */
export function phaseColor(phase: number): Rgb {
  const k = Math.round((phase / (2 * Math.PI)) * STEPS);
  return TURN[((k % STEPS) + STEPS) % STEPS] ?? [0, 0, 0];
}

/** A number over the largest magnitude around it, on a canvas of some color. */
export function mixedColor(re: number, im: number, most: number, canvas: Rgb): Rgb {
  const share = most > 0 ? Math.min(1, Math.hypot(re, im) / most) ** POWER : 0;
  const full = phaseColor(Math.atan2(im, re));
  return [0, 1, 2].map((k) => Math.round((canvas[k] ?? 0) + share * ((full[k] ?? 0) - (canvas[k] ?? 0)))) as [
    number,
    number,
    number,
  ];
}

export function cssColor([r, g, b]: Rgb): string {
  return `rgb(${r} ${g} ${b})`;
}

/** Of a color as a browser computes it, `rgb(…)` or `#rrggbb`; white where it is neither. */
export function readColor(text: string): Rgb {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text.trim());
  if (hex) return hex.slice(1, 4).map((each) => Number.parseInt(each, 16)) as [number, number, number];
  const numbers = text.match(/[\d.]+/g)?.map(Number) ?? [];
  const [r = 255, g = 255, b = 255] = numbers;
  return [r, g, b];
}

/** Björn Ottosson's OKLab, "A perceptual color space for image processing"; outside sRGB it is clipped. */
function fromOklch(lightness: number, chroma: number, degrees: number): Rgb {
  const hue = (degrees * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear.map((each) => {
    const value = Math.min(1, Math.max(0, each));
    return Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));
  }) as [number, number, number];
}
