/** Keys as written in the command table, such as `Mod+Shift+G`, and as they are shown. */

export interface KeyPress {
  readonly key: string;
  /** Ctrl, or Cmd on a Mac. */
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
}

/** Does a key press mean these keys? */
export function matches(keys: string, press: KeyPress): boolean {
  const parts = keys.split("+");
  const key = keys.endsWith("++") ? "+" : (parts.at(-1) ?? "");
  const has = (name: string): boolean => parts.slice(0, -1).includes(name);
  if (has("Mod") !== press.mod || has("Alt") !== press.alt) return false;
  const same = key.length === 1 ? key.toLowerCase() === press.key.toLowerCase() : key === press.key;
  // Signs that need Shift on some keyboards are told by the sign alone.
  const sign = key.length === 1 && !/[a-z0-9]/i.test(key);
  return same && (sign || has("Shift") === press.shift);
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ["ArrowLeft", "←"],
  ["ArrowRight", "→"],
  ["ArrowUp", "↑"],
  ["ArrowDown", "↓"],
  ["Delete", "Del"],
  ["Escape", "Esc"],
  ["Enter", "↵"],
  ["Backspace", "⌫"],
]);

/** Keys as a person reads them: ⌘ on a Mac, Ctrl elsewhere. */
export function shownKeys(keys: string, mac: boolean): string {
  const parts = keys.endsWith("++") ? [...keys.slice(0, -2).split("+"), "+"] : keys.split("+");
  return parts
    .map((part) => {
      if (part === "Mod") return mac ? "⌘" : "Ctrl";
      if (part === "Shift") return mac ? "⇧" : "Shift";
      if (part === "Alt") return mac ? "⌥" : "Alt";
      return NAMES.get(part) ?? (part.length === 1 ? part.toUpperCase() : part);
    })
    .join(mac ? "" : "+");
}
