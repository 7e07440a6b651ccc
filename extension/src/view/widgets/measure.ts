/** Widths of texts as the page's fonts give them, remembered. */

import type { Font, Measure } from "../../scene/math";

/** Measures with the fonts that a root element's custom properties name. */
export function measureWith(root: HTMLElement): Measure {
  const style = getComputedStyle(root);
  const family = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
  const ui = resolved(root, family("--qd-font-ui", "sans-serif"));
  const math = family("--qd-font-math", "serif");
  const code = resolved(root, family("--qd-font-code", "monospace"));
  const fonts: Readonly<Record<Font, (size: number) => string>> = {
    ui: (size) => `400 ${size}px ${ui}`,
    strong: (size) => `500 ${size}px ${ui}`,
    math: (size) => `400 ${size}px ${math}`,
    italic: (size) => `italic 400 ${size}px ${math}`,
    code: (size) => `400 ${size}px ${code}`,
  };
  const context = document.createElement("canvas").getContext("2d");
  const known = new Map<string, number>();
  return (text, font, size) => {
    const key = `${font}${size}${text}`;
    let width = known.get(key);
    if (width === undefined) {
      if (context) {
        context.font = fonts[font](size);
        width = context.measureText(text).width;
      } else width = text.length * size * 0.55;
      if (known.size > 20_000) known.clear();
      known.set(key, width);
    }
    return width;
  };
}

/** A font family whose own custom properties are put in, as a canvas needs it. */
function resolved(root: HTMLElement, family: string): string {
  if (!family.includes("var(")) return family;
  const probe = document.createElement("span");
  probe.style.fontFamily = family;
  root.append(probe);
  const result = getComputedStyle(probe).fontFamily;
  probe.remove();
  return result;
}
