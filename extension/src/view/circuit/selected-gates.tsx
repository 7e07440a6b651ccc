/**
 * The chosen gate or block: angles, wires and controls, repetitions. One section after another, which makes it long.
 */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { anglesParameters, readAngle } from "../../document/angle";
import { bitNames, conditionWords, unwrittenBits, unwrittenWords } from "../../document/bits";
import {
  anglesOf,
  anticontrolsOf,
  type Block,
  type CircuitBody,
  controlsOf,
  findItem,
  isBlock,
  type Operation,
  shapeOf,
  wiresOf,
} from "../../document/circuit";
import { controlKind, setBit, setConditions, setControl, setWires, withOpenControls } from "../../document/edit";
import { GATES } from "../../document/gates";
import { renameGate, renameIndexed, setBlockCount, setBlockName, setIndexed } from "../../document/group";
import { startOf } from "../../scene/cut";
import { count as counted, wires } from "../../scene/describe";
import { labelOf } from "../../scene/look";
import { plainName } from "../../scene/math";
import { useEdit } from "../widgets/field-edit";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { runCommand } from "../workbench/run";
import { useWorkbench } from "../workbench/workbench";
import { GateAngle } from "./gate-angle";
import { Several } from "./several";

export function SelectedGates({ body }: { readonly body: CircuitBody }): JSX.Element {
  const bench = useWorkbench();
  const selection = usePart(bench.editor, (e) => e.state.selection);
  /** Was a gate just made, which has its name only from us? */
  const made = useRef(false);
  useEffect(
    () =>
      bench.store.subscribe((_, __, { intent }) => {
        if (intent === "group.gate") made.current = true;
      }),
    [bench],
  );
  const [id] = selection;
  const found = id !== undefined && selection.size === 1 ? findItem(body.operations, id) : null;
  if (!found || id === undefined) return <Several count={selection.size} />;
  const inside = found.blocks.length ? findItem(body.operations, found.blocks.at(-1) ?? "")?.item : undefined;
  const block = inside && isBlock(inside) ? inside : null;
  if (isBlock(found.item)) return <BlockSection key={id} id={id} block={found.item} body={body} />;
  return <GateSection key={id} id={id} item={found.item} body={body} block={block} made={made} />;
}

function Heading({
  label,
  title,
  under,
  children,
}: {
  readonly label: string;
  readonly title: string;
  readonly under: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="qd-chosen">
      <span
        class="qd-tile"
        data-kind="rotation"
        data-long={label.length > 2 ? "" : undefined}
        aria-hidden="true"
        style={{ display: "inline-flex", alignItems: "center", justifyContent: "center" }}
      >
        {startOf(label, 4)}
      </span>
      <div style={{ minWidth: 0, flex: 1 }}>
        <strong>{title}</strong>
        <span class="qd-quiet">{under}</span>
      </div>
      {children}
    </div>
  );
}

function GateSection({
  id,
  item,
  body,
  block,
  made,
}: {
  readonly id: string;
  readonly item: Operation;
  readonly body: CircuitBody;
  readonly block: Block | null;
  readonly made: { current: boolean };
}): JSX.Element {
  const bench = useWorkbench();
  const open = withOpenControls(item);
  const shape = shapeOf(item.gate, body.gates);
  const title = labelOf(open.gate) || item.gate;
  const under = `${wires(wiresOf(item), body)}${block ? ` · in block × ${block.count}` : ""}`;
  const composite = body.gates.has(item.gate);
  return (
    <div class="qd-section" data-part="gate">
      <Heading label={title} title={title} under={under}>
        <button
          type="button"
          class="qd-button"
          data-icon=""
          aria-label="Delete this gate"
          title="Delete (Del)"
          onClick={() => runCommand(bench, "edit.delete")}
        >
          <Icon name="close" />
        </button>
      </Heading>
      {composite && (
        <div class="qd-chips">
          <button type="button" class="qd-chip" onClick={() => runCommand(bench, "group.edit")}>
            Edit definition
          </button>
          <button type="button" class="qd-chip" onClick={() => runCommand(bench, "group.open")}>
            Open
          </button>
        </div>
      )}
      {composite && <GateName name={item.gate} made={made} />}
      {(shape?.angles ?? []).map((formal, k) => (
        <GateAngle key={k} id={id} index={k} text={anglesOf(item)[k] ?? "0"} formal={formal} block={block} />
      ))}
      <Wires id={id} item={item} body={body} />
    </div>
  );
}

/** The name of a composite gate, changed wherever it is used. */
function GateName({ name, made }: { readonly name: string; readonly made: { current: boolean } }): JSX.Element {
  const bench = useWorkbench();
  const [error, edit] = useEdit();
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (!made.current) return;
    made.current = false;
    field.current?.focus();
    field.current?.select();
  }, [made]);
  return (
    <label class="qd-wires" style={{ marginTop: 0, marginBottom: "6px" }}>
      <span>Name</span>
      <input
        ref={field}
        class="qd-field"
        style={{ width: "140px", height: "24px" }}
        value={name}
        spellcheck={false}
        onKeyDown={({ key, currentTarget }) => {
          if (key === "Escape") currentTarget.value = name;
          if (key === "Enter" || key === "Escape") bench.focusCanvas();
        }}
        onChange={(event) => {
          const { currentTarget } = event;
          if (!edit("gate.rename", () => renameGate(bench.state.document, name, currentTarget.value.trim())))
            currentTarget.value = name;
        }}
      />
      {error && (
        <span class="qd-error" role="alert">
          {error}
        </span>
      )}
    </label>
  );
}

const KINDS = [
  ["none", "–", "Nothing on this wire"],
  ["control", "●", "Control: acts where it is 1"],
  ["anticontrol", "○", "Anti-control: acts where it is 0"],
] as const;

/** Where the gate acts, and what controls it. */
function Wires({
  id,
  item,
  body,
}: {
  readonly id: string;
  readonly item: Operation;
  readonly body: CircuitBody;
}): JSX.Element | null {
  const bench = useWorkbench();
  const [error, edit] = useEdit();
  const open = withOpenControls(item);
  const own = GATES.get(open.gate)?.numControls ?? 0;
  const [shown, setShown] = useState(controlsOf(open).length + anticontrolsOf(open).length > 0);
  if (item.gate === "barrier" || body.qubits.length > 64) return null;
  const canControl = GATES.get(item.gate)?.kind !== "nonunitary";
  const retarget = (k: number, wire: number): void => {
    const qubits = open.qubits.map((old, j) => (j === k ? wire : old === wire ? (open.qubits[k] ?? wire) : old));
    const controls = controlsOf(open).filter((w) => !qubits.includes(w));
    const anticontrols = anticontrolsOf(open).filter((w) => !qubits.includes(w));
    edit("gate.wires", () => setWires(bench.state.document, id, { qubits, controls, anticontrols }));
  };
  return (
    <>
      <div class="qd-wires">
        {open.qubits.map((qubit, k) => (
          <label key={k} style={{ display: "contents" }}>
            <span>
              {k < own ? "Control" : open.qubits.length - own > 1 ? `Acts on, wire ${k - own + 1}` : "Acts on"}
            </span>
            <select
              class="qd-field"
              style={{ height: "24px" }}
              value={qubit}
              onChange={(event) => retarget(k, Number(event.currentTarget.value))}
            >
              {body.qubits.map((label, wire) => (
                <option key={wire} value={wire}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        ))}
        {canControl &&
          shown &&
          body.qubits.map((label, wire) =>
            open.qubits.includes(wire) ? null : (
              <div key={wire} style={{ display: "contents" }}>
                <span>{label}</span>
                <span class="qd-segments" role="group" aria-label={`Control on ${label}`}>
                  {KINDS.map(([kind, sign, title]) => (
                    <button
                      key={kind}
                      type="button"
                      aria-pressed={controlKind(item, wire) === kind}
                      title={title}
                      aria-label={`${kind} on ${label}`}
                      onClick={() => edit("gate.control", () => setControl(bench.state.document, id, { wire, kind }))}
                    >
                      {sign}
                    </button>
                  ))}
                </span>
              </div>
            ),
          )}
      </div>
      {item.gate === "measure" && <Bit id={id} item={item} body={body} />}
      <Conditions id={id} item={item} body={body} />
      {canControl && !shown && body.qubits.length > open.qubits.length && (
        <button type="button" class="qd-chip" style={{ marginTop: "8px" }} onClick={() => setShown(true)}>
          + control
        </button>
      )}
      {error && (
        <div class="qd-error" role="alert">
          {error}
        </div>
      )}
    </>
  );
}

/** Bits that are offered by name. */
const MOST_BITS = 256;

/** The bit that a measurement is written into. */
function Bit({
  id,
  item,
  body,
}: {
  readonly id: string;
  readonly item: Operation;
  readonly body: CircuitBody;
}): JSX.Element {
  const bench = useWorkbench();
  const [error, edit] = useEdit();
  const names = bitNames(body);
  const bit = item.clbits?.[0] ?? 0;
  return (
    <label class="qd-wires" style={{ marginTop: "4px" }}>
      <span>Into</span>
      <select
        aria-label="Bit that it is written into"
        class="qd-field"
        style={{ height: "24px" }}
        value={bit}
        onChange={({ currentTarget }) =>
          edit("gate.bit", () => setBit(bench.state.document, id, Number(currentTarget.value)))
        }
      >
        {names.map(
          (name, k) =>
            (k < MOST_BITS || k === bit) && (
              <option key={k} value={k}>
                {name}
              </option>
            ),
        )}
        <option value={names.length}>a new bit</option>
      </select>
      {error && (
        <span class="qd-error" role="alert">
          {error}
        </span>
      )}
    </label>
  );
}

/** On which classical bit the gate waits. */
function Conditions({
  id,
  item,
  body,
}: {
  readonly id: string;
  readonly item: Operation;
  readonly body: CircuitBody;
}): JSX.Element | null {
  const bench = useWorkbench();
  const [error, edit] = useEdit();
  if (!body.clbits || item.gate === "barrier") return null;
  const names = bitNames(body);
  const unwritten = unwrittenBits(body).get(id);
  const conditions = item.conditions ?? [];
  const [first] = conditions;
  const simple = conditions.length === 1 && first?.clbits.length === 1;
  const value = !conditions.length
    ? "always"
    : simple && first
      ? `${first.clbits[0] ?? 0} ${first.equal ? first.value : 1 - first.value}`
      : "other";
  return (
    <label class="qd-wires" style={{ marginTop: "4px" }}>
      <span>Happens</span>
      <select
        class="qd-field"
        style={{ height: "24px" }}
        value={value}
        onChange={(event) => {
          const [bit, is] = event.currentTarget.value.split(" ").map(Number);
          const next =
            event.currentTarget.value === "always" ? [] : [{ clbits: [bit ?? 0], value: is ?? 1, equal: true }];
          edit("gate.condition", () => setConditions(bench.state.document, id, next));
        }}
      >
        <option value="always">always</option>
        {value === "other" && (
          <option value="other">if {conditions.map((each) => conditionWords(each, names)).join(", ")}</option>
        )}
        {names.slice(0, 32).map((name, bit) =>
          [1, 0].map((is) => (
            <option key={`${bit} ${is}`} value={`${bit} ${is}`}>
              if {name} = {is}
            </option>
          )),
        )}
      </select>
      {unwritten && (
        <span class="qd-doubt" style={{ gridColumn: "1 / -1" }}>
          ⚠ {unwrittenWords(unwritten, names)}.
        </span>
      )}
      {error && (
        <span class="qd-error" role="alert">
          {error}
        </span>
      )}
    </label>
  );
}

function BlockSection({
  id,
  block,
  body,
}: {
  readonly id: string;
  readonly block: Block;
  readonly body: CircuitBody;
}): JSX.Element {
  const bench = useWorkbench();
  const [error, edit] = useEdit();
  const locals = useMemo(() => localNames(block), [block]);
  return (
    <div class="qd-section" data-part="block">
      <Heading
        label={`×${block.count}`}
        title={block.name || "Block"}
        under={`${wires(wiresOf(block), body)} · ${counted(block.operations.size, "gate")}`}
      >
        <button
          type="button"
          class="qd-chip"
          title="Write the repetitions out (Ctrl+U)"
          onClick={() => runCommand(bench, "group.open")}
        >
          Open
        </button>
      </Heading>
      <div class="qd-wires">
        <label style={{ display: "contents" }}>
          <span>Repeats</span>
          <input
            class="qd-field"
            style={{ width: "72px", height: "24px" }}
            type="number"
            min={0}
            max={10000}
            value={block.count}
            onChange={(event) =>
              edit("block.count", () => setBlockCount(bench.state.document, id, Number(event.currentTarget.value)))
            }
          />
        </label>
        <label style={{ display: "contents" }}>
          <span>Name</span>
          <input
            class="qd-field"
            style={{ width: "120px", height: "24px" }}
            value={block.name ?? ""}
            placeholder="layer"
            onChange={(event) =>
              edit("block.name", () => setBlockName(bench.state.document, id, event.currentTarget.value.trim()))
            }
          />
        </label>
        {locals.map((local) => (
          <div key={local} style={{ display: "contents" }}>
            <span>{plainName(local)}, one for each repetition</span>
            <input
              type="checkbox"
              aria-label={`${plainName(local)} has a value for each repetition`}
              checked={block.indexed?.has(local) ?? false}
              onChange={(event) =>
                edit("block.indexed", () => setIndexed(bench.state.document, id, local, event.currentTarget.checked))
              }
            />
          </div>
        ))}
      </div>
      {[...(block.indexed ?? [])].map(([local, names]) => (
        <div key={local} class="qd-chips" style={{ marginTop: "6px" }}>
          {names.slice(0, 12).map((name, k) => (
            <input
              key={k}
              class="qd-chip"
              style={{ width: "76px" }}
              value={name}
              spellcheck={false}
              aria-label={`${plainName(local)} in repetition ${k + 1}`}
              onChange={(event) =>
                edit("block.rename", () =>
                  renameIndexed(bench.state.document, id, {
                    local,
                    repetition: k,
                    name: event.currentTarget.value.trim(),
                  }),
                )
              }
            />
          ))}
        </div>
      ))}
      {error && (
        <div class="qd-error" role="alert">
          {error}
        </div>
      )}
    </div>
  );
}

function localNames(block: Block): readonly string[] {
  const names = new Set<string>();
  const visit = (inner: Block): void => {
    for (const item of inner.operations.values()) {
      if (isBlock(item)) visit(item);
      else for (const angle of anglesOf(item)) for (const name of anglesParameters(readAngle(angle))) names.add(name);
    }
  };
  visit(block);
  return [...names];
}
