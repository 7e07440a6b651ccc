/** An angle, typeset; typing shows its text, an error stands below and the old value is kept. */

import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import { type Angle, anglesParameters, angleText, parameterAngle, readAngle, substitute } from "../../document/angle";
import type { Document } from "../../document/circuit";
import { completions } from "../../document/completions";
import { attempt } from "../../document/errors";
import { plainName } from "../../scene/math";
import { EDIT_ANGLE } from "../workbench/slots";
import { useWorkbench } from "../workbench/workbench";
import { useDraft, useEdit } from "./field-edit";
import { AngleText } from "./typeset";

const NONE: ReadonlySet<string> = new Set();

/** The text with the document's names where they are typed as they are shown: γ₀ or γ0 for gamma_0. */
function named(text: string, old: string, indexed: ReadonlySet<string>, { parameters }: Document): string {
  const angle = readAngle(text);
  const known = new Set([...parameters.map(({ name }) => name), ...anglesParameters(readAngle(old)), ...indexed]);
  const meant = new Map<string, Angle>();
  for (const name of anglesParameters(angle)) {
    if (known.has(name)) continue;
    const [one, ...others] = parameters.filter((each) => onKeys(each.name) === onKeys(name));
    if (one && !others.length) meant.set(name, parameterAngle(one.name));
  }
  return meant.size ? angleText(substitute(angle, meant)) : text;
}

/** A name as it is shown, with an index in digits that keyboards have. */
function onKeys(name: string): string {
  return plainName(name).replace(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080));
}

interface AngleFieldProps {
  readonly label: string;
  readonly text: string;
  readonly hint: string;
  readonly intent: string;
  /** The document with this angle set; refuses what it cannot take. */
  readonly set: (document: Document, text: string) => Document;
  /** Values to take with one click. */
  readonly quick: readonly string[];
  /** Whether Enter on the canvas comes here. */
  readonly first?: boolean;
  /** Parameters that stand for others in the repetitions of a block. */
  readonly indexed?: ReadonlySet<string>;
  /** What stands at the end of the field, for the text as it can last be read. */
  readonly aside?: (text: string) => ComponentChildren;
  /** Further chips, given what takes a text. */
  readonly more?: (take: (text: string) => void) => ComponentChildren;
}

export function AngleField({
  label,
  text,
  hint,
  intent,
  set,
  quick,
  first = false,
  indexed,
  aside,
  more,
}: AngleFieldProps): JSX.Element {
  const bench = useWorkbench();
  const { text: draft, write: setDraft, newest } = useDraft();
  const [error, edit, forget] = useEdit();
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (!first) return undefined;
    const here = bench.at(EDIT_ANGLE);
    here.set(() => {
      input.current?.focus();
      input.current?.select();
    });
    return () => here.set(null);
  }, [bench, first]);
  const read = draft === null ? null : attempt(() => readAngle(draft));
  const bad = read && "refusal" in read ? read.refusal.message : "";
  const names = bench.state.document.parameters.map(({ name }) => name);
  const found = draft === null || draft === text ? [] : completions(draft, names);
  const complete = (to: string): void => {
    setDraft(to);
    forget();
    input.current?.focus();
  };
  const take = (value: string): boolean =>
    edit(intent, () => set(bench.state.document, named(value, text, indexed ?? NONE, bench.state.document)));
  return (
    <>
      <div class="qd-angle" data-bad={bad || error ? "" : undefined} onClick={() => input.current?.focus()}>
        <AngleText text={text} size={20} indexed={indexed ?? NONE} />
        <input
          ref={input}
          aria-label={label}
          spellcheck={false}
          autocomplete="off"
          value={draft ?? text}
          aria-invalid={bad !== ""}
          title={hint}
          onInput={(event) => {
            setDraft(event.currentTarget.value);
            forget();
          }}
          onBlur={() => {
            const { current } = newest;
            if (current !== null && current !== text) take(current);
            setDraft(null);
          }}
          onKeyDown={(event) => {
            // Save and other keys that work anywhere go on.
            if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
            if (event.key === "Enter") {
              const { current } = newest;
              if (current !== null && current !== text && !take(current)) return;
              setDraft(null);
              bench.focusCanvas();
            }
            if (event.key === "Escape") {
              setDraft(null);
              forget();
              event.preventDefault();
              requestAnimationFrame(() => bench.focusCanvas());
            }
            if (event.key === "ArrowDown" && found[0]) {
              event.preventDefault();
              complete(found[0].text);
            }
          }}
        />
        {aside?.(bad || draft === null ? text : draft)}
      </div>
      {(bad || error) && (
        <div class="qd-error" role="alert">
          {bad || error}
        </div>
      )}
      <div class="qd-chips">
        {found.map(({ name, text: to }, k) => (
          <button
            key={name}
            type="button"
            class="qd-chip"
            title={k ? undefined : "Take it (↓)"}
            // The field keeps the focus, so that what is typed is not entered.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => complete(to)}
          >
            {name}
          </button>
        ))}
        {!found.length &&
          quick.map((value) => (
            <button key={value} type="button" class="qd-chip" onClick={() => take(value)}>
              {value.replace("pi", "π").replace("π/", "π⁄").replace("-", "−")}
            </button>
          ))}
        {!found.length && more?.(take)}
      </div>
    </>
  );
}
