/** The rooms of the studio, and what comes of their list: panels, effects, commands, styles. */

import type { Command, Effect } from "../../commands/command";
import { COMMANDS } from "../../commands/commands";
import { CATALOG } from "../../document/catalog.generated";
import { analyze } from "../analyze/room";
import { circuit } from "../circuit/room";
import { compare } from "../compare/room";
import { diagram } from "../diagram/room";
import { exporting } from "../export/room";
import { figures } from "../figures/room";
import { jobs } from "../jobs/room";
import { lesson } from "../lesson/room";
import { noise } from "../noise/room";
import { palette } from "../palette/room";
import { proof } from "../proof/room";
import { send } from "../send/room";
import { simplify } from "../simplify/room";
import { state } from "../state/room";
import { text } from "../text/room";
import { tune } from "../tune/room";
import type { Panel, Room } from "../widgets/room";
import type { Effects } from "../workbench/workbench";
import { frame } from "./frame";

/** Panels stand in this order. */
const ROOMS = [
  circuit,
  palette,
  lesson,
  diagram,
  state,
  tune,
  noise,
  figures,
  analyze,
  proof,
  compare,
  simplify,
  text,
  jobs,
  exporting,
  send,
  frame,
] as const;

type Each = (typeof ROOMS)[number];
type EffectsOf<R> = R extends { readonly effects: infer E } ? keyof E : never;
type Missing = Exclude<Effect, EffectsOf<Each>>;
/** An effect that no room offers does not compile, and is named. */
type Whole = [Missing] extends [never] ? Effects : `No room offers the effect '${Missing}'.`;

const LISTED: readonly Room[] = ROOMS;

export const EFFECTS: Whole = Object.assign({}, ...LISTED.map(({ effects }) => effects)) as Effects;
/** The frame is last. */
export const STYLES: readonly string[] = LISTED.map(({ styles }) => styles);
export const STARTS = LISTED.flatMap(({ start }) => start ?? []);
export const PANELS: readonly Panel[] = LISTED.flatMap(({ panel }) => panel ?? []);

/** Every command: the table, one that opens each example, and one that shows each panel. */
export const ALL_COMMANDS: readonly Command[] = [
  ...COMMANDS,
  ...CATALOG.example.map(
    ({ name, title }): Command => ({
      id: `example.${name}`,
      label: `Example: ${title}`,
      group: "Edit",
      keys: [],
      run: () => ({ example: name }),
    }),
  ),
  ...PANELS.map(
    ({ id, title }): Command => ({
      id: `panel.${id}`,
      label: `Show ${title}`,
      group: "View",
      keys: [],
      run: () => ({ panel: id }),
    }),
  ),
];
