/** Students and goals: a row for each student, drawn again only where its words are others. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { Icon } from "../widgets/icons";
import type { Cell, GoalLine, RowLine, Snapshot } from "./class.generated";
import { ago, clock, MANY, plain, standingOf } from "./model";

interface Table {
  readonly snapshot: Snapshot;
  readonly onLook: (student: number) => void;
}

const WORDS = { done: "done", now: "in it", begun: "begun", none: "not begun" } as const;

export function ClassTable({ snapshot, onLook }: Table): JSX.Element {
  const { goals, rows, stops_most: stops } = snapshot;
  const kept = useRef(new Map<number, { readonly key: string; readonly row: JSX.Element }>());
  const drawn = rows.map((row) => {
    const key = [
      snapshot.shown,
      stops,
      row.name,
      row.active,
      row.gone,
      row.hints,
      ago(row.seen),
      row.lessons,
      ...cellsOf(row),
    ].join("|");
    const before = kept.current.get(row.id);
    if (before?.key === key) return before.row;
    const made = <Row key={row.id} row={row} goals={goals} stops={stops} onLook={onLook} />;
    kept.current.set(row.id, { key, row: made });
    return made;
  });
  return (
    <table
      class="qd-class-table"
      data-many={rows.length > MANY ? "" : undefined}
      style={{ "--qd-goals": Math.max(1, goals.length) }}
    >
      <thead>
        <tr>
          <th scope="col">Student</th>
          <th scope="col">Lessons</th>
          {goals.map((goal, k) => (
            <GoalHead key={goal.name} goal={goal} place={k + 1} of={rows.length} stops={goal.name === stops} />
          ))}
          <th scope="col" class="qd-class-number">
            Hints
          </th>
          <th scope="col" class="qd-class-number">
            Seen
          </th>
        </tr>
      </thead>
      <tbody>{drawn}</tbody>
    </table>
  );
}

/** What a row's cells say. */
const cellsOf = ({ cells }: RowLine): readonly string[] =>
  cells.map(({ outcome, passed, text, seconds }) => `${outcome} ${passed} ${text} ${clock(seconds ?? 0)}`);

interface Head {
  readonly goal: GoalLine;
  readonly place: number;
  readonly of: number;
  readonly stops: boolean;
}

function GoalHead({ goal, place, of, stops }: Head): JSX.Element {
  const { title, about, passed, median } = goal;
  return (
    <th scope="col" class="qd-class-goal" data-stops={stops ? "" : undefined} title={title}>
      <span class="qd-class-goaltitle" translate={false}>
        {place} {plain(title)}
      </span>
      <span class="qd-class-about">{about}</span>
      <Share value={of ? passed / of : 0} />
      <span class="qd-class-passed">
        <span class="qd-whole">
          {passed} of {of}
          {median !== null && " ·"}
        </span>{" "}
        {median !== null && <span class="qd-whole">median {clock(median)}</span>}
      </span>
    </th>
  );
}

/** A share as a bar. */
export function Share({ value, tone = "ok" }: { readonly value: number; readonly tone?: string }): JSX.Element {
  return (
    <span class="qd-class-share" data-tone={tone} aria-hidden="true">
      <span style={{ width: `${(100 * value).toFixed(1)}%` }} />
    </span>
  );
}

interface RowProps {
  readonly row: RowLine;
  readonly goals: readonly GoalLine[];
  readonly stops: string;
  readonly onLook: (student: number) => void;
}

function Row({ row, goals, stops, onLook }: RowProps): JSX.Element {
  const { id, name, lessons, cells, hints, seen, active, gone } = row;
  const at = cells.findIndex(({ passed, outcome }) => !passed && outcome !== "none");
  const done = lessons.filter((each) => each === "done").length;
  return (
    <tr data-away={active ? undefined : ""} onClick={() => onLook(id)}>
      <th scope="row">
        <button type="button" class="qd-class-name" title={`${name}'s drawing`}>
          <span translate={false}>{name}</span>
        </button>
      </th>
      <td>
        <span class="qd-class-dots" role="img" aria-label={`${done} of ${lessons.length} lessons done`}>
          {lessons.map((state, k) => (
            <i key={k} data-state={state} title={`Lesson ${k + 1}: ${WORDS[state]}`} />
          ))}
        </span>
      </td>
      {goals.map((goal, k) => {
        const cell = cells[k];
        return cell && <GoalCell key={goal.name} cell={cell} goal={goal} here={k === at} stops={goal.name === stops} />;
      })}
      <td class="qd-class-number">{hints || "–"}</td>
      <td class="qd-class-number">{gone ? "gone" : ago(seen)}</td>
    </tr>
  );
}

interface CellProps {
  readonly cell: Cell;
  readonly goal: GoalLine;
  /** Is it the one that the student is at? */
  readonly here: boolean;
  readonly stops: boolean;
}

function GoalCell({ cell, goal, here, stops }: CellProps): JSX.Element {
  const { passed, text, seconds } = cell;
  const { mark, words } = standingOf(cell, goal);
  const time = seconds === null ? "" : clock(seconds);
  const byTime = passed && (goal.kind === "energy" || !text);
  return (
    <td data-stops={stops ? "" : undefined} title={passed ? `${words} after ${time}` : words}>
      <span class="qd-class-cell" data-mark={mark}>
        <span class="qd-class-mark" role="img" aria-label={words}>
          {passed && <Icon name="check" size={10} />}
        </span>
        <span>{byTime ? time : text}</span>
        {here && time && <span class="qd-class-time">{time}</span>}
      </span>
    </td>
  );
}
