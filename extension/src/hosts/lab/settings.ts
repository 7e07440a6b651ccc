/** JupyterLab's settings ↔ the studio's settings. */

import type { ISettingRegistry } from "@jupyterlab/settingregistry";

import { DEFAULT_SETTINGS, type Panels, type Settings } from "../../port";

const KEYS = ["theme", "language", "live_limit", "qubit_order", "page", "panels"] as const;

/** The studio's settings from what JupyterLab keeps; what is missing or odd gets its default. */
export function readSettings(kept: ISettingRegistry.ISettings | null): Settings {
  if (kept === null) {
    return DEFAULT_SETTINGS;
  }
  const of = (key: string): unknown => kept.get(key).composite;
  const theme = of("theme");
  const language = of("language");
  const limit = of("live_limit");
  const page = of("page");
  return {
    theme: theme === "light" || theme === "dark" ? theme : "host",
    language: language === "en" || language === "de" ? language : "host",
    words: readOwn(of("words")),
    live_limit: typeof limit === "number" ? limit : DEFAULT_SETTINGS.live_limit,
    qubit_order: of("qubit_order") === "q0_left" ? "q0_left" : "q0_right",
    page: typeof page === "string" ? page : "",
    panels: readPanels(of("panels")),
  };
}

function readOwn(value: unknown): Settings["words"] {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter(([, own]) => typeof own === "string"));
}

function readPanels(value: unknown): Panels {
  const given = (typeof value === "object" && value !== null ? value : {}) as Partial<Panels>;
  const { panels } = DEFAULT_SETTINGS;
  return {
    palette: given.palette ?? panels.palette,
    inspector: given.inspector ?? panels.inspector,
    bottom: given.bottom ?? panels.bottom,
    bottom_height: given.bottom_height ?? panels.bottom_height,
  };
}

/** Keeps what the studio changed; JupyterLab writes it per person. */
export async function writeSettings(kept: ISettingRegistry.ISettings | null, settings: Settings): Promise<void> {
  if (kept === null) {
    return;
  }
  const before = readSettings(kept);
  for (const key of KEYS) {
    if (JSON.stringify(before[key]) !== JSON.stringify(settings[key])) {
      await kept.set(key, key === "panels" ? { ...settings.panels } : settings[key]);
    }
  }
}
