/** Joining a class: its address and code; once one is in it, who one is there, its lessons, and the way out. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { classAddress } from "../../lessons/class-told";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { LESSON } from "../workbench/slots";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { attend, joinClass, leaveClass, openClassLesson, ROOM, type Room } from "./attend";
import { remembered } from "./stored";

function close(bench: Workbench): void {
  bench.at(LESSON).patch({ over: "" });
  if (!bench.at(LESSON).value.name) bench.ui.patch({ drawer: "none" });
  bench.focusCanvas();
}

export function JoinClass(): JSX.Element {
  const bench = useWorkbench();
  const room = usePart(ROOM, (now) => now);
  const asked = usePart(bench.at(LESSON), ({ code }) => code);
  useEffect(() => attend(bench), [bench]);
  // Who follows a link to another class than the one joined is asked, too.
  const inIt = room && !room.out && (!asked || sameCode(asked, room.member.code));
  return (
    <div
      class="qd-lesson-list qd-class"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close(bench);
      }}
    >
      <header>
        {inIt ? <h2 translate={false}>{room.state.title || "Class"}</h2> : <h2>Join a class</h2>}
        <button
          type="button"
          class="qd-button"
          data-icon=""
          aria-label="Close"
          title="Close (Esc)"
          onClick={() => close(bench)}
        >
          <Icon name="close" />
        </button>
      </header>
      {inIt ? (
        <InClass room={room} />
      ) : (
        <JoinForm code={asked || (room?.member.code ?? "")} from={room?.member.address} />
      )}
    </div>
  );
}

const sameCode = (a: string, b: string): boolean => lettersOf(a) === lettersOf(b);
const lettersOf = (code: string): string => code.toUpperCase().replace(/[^A-Z0-9]/g, "");

/** The page that a class serves stands beside its interface. */
const ownAddress = (): string =>
  /\/page\/(?:index\.html)?$/.test(location.pathname) ? (classAddress(location.origin + location.pathname) ?? "") : "";

function JoinForm({ code, from = "" }: { readonly code: string; readonly from?: string | undefined }): JSX.Element {
  const bench = useWorkbench();
  const [here] = useState(ownAddress);
  const [address, setAddress] = useState(here || from);
  const [typed, setTyped] = useState(code);
  const [why, setWhy] = useState("");
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const pressed = usePart(bench.at(LESSON), (now) => now.pressed);
  useEffect(() => setTyped(code), [code]);
  useLayoutEffect(() => {
    const fields = [...(form.current?.querySelectorAll<HTMLInputElement>("input") ?? [])];
    (fields.find(({ value }) => !value) ?? form.current?.querySelector<HTMLElement>("[type=submit]"))?.focus();
  }, []);
  const join = async (given: string): Promise<void> => {
    const where = classAddress(address);
    if (!where) return setWhy("This is no address. It looks like 10.0.4.17:5006, and stands beside the class's code.");
    setBusy(true);
    setWhy("");
    const said = await joinClass(bench, where, given.trim());
    setBusy(false);
    if (said) setWhy(said);
    else {
      const { name } = bench.at(LESSON).value;
      const isOpen = ROOM.value?.state.lessons.some((each) => each.name === name);
      // Who comes back goes on with what was open.
      bench.at(LESSON).patch({ code: "", ...(isOpen && { over: "" }) });
    }
    return undefined;
  };
  useEffect(() => {
    if (!pressed) return;
    bench.at(LESSON).patch({ pressed: false });
    void join(code);
  }, [pressed]);
  return (
    <form
      class="qd-lesson-scroll qd-class-form"
      aria-label="Join a class"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void join(typed);
      }}
    >
      {here ? (
        <p class="qd-quiet">At {new URL(here).host}</p>
      ) : (
        <label>
          Address
          <input
            class="qd-field"
            type="text"
            inputMode="url"
            placeholder="10.0.4.17:5006"
            required
            maxLength={300}
            autocomplete="off"
            spellcheck={false}
            value={address}
            onInput={(event) => setAddress(event.currentTarget.value)}
          />
        </label>
      )}
      <label>
        Code
        <input
          class="qd-field qd-class-code"
          type="text"
          placeholder="LARK-42"
          required
          maxLength={40}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="qd-button" data-look="main" disabled={busy || !typed.trim() || !address.trim()}>
        {busy ? "Joining…" : "Join"}
      </button>
      {why && (
        <p class="qd-error" role="alert">
          {why}
        </p>
      )}
      <p class="qd-quiet">
        Nobody asks who you are: you get an animal's name, kept in this browser. The class is told what you draw for its
        lessons, and nothing else.
      </p>
    </form>
  );
}

function InClass({ room }: { readonly room: Room }): JSX.Element {
  const bench = useWorkbench();
  const open = usePart(bench.at(LESSON), ({ name }) => name);
  const [asking, setAsking] = useState(false);
  const known = remembered();
  const { state, member, offered } = room;
  const bad = room.away || room.refused !== "" || !state.open;
  const working = state.lessons.some(({ name }) => name === open);
  return (
    <>
      <div class="qd-lesson-scroll">
        <p class="qd-class-me">
          You are <strong translate={false}>{state.name}</strong>
          <span class="qd-quiet" translate={false}>
            {member.code} at {new URL(member.address).host}
          </span>
        </p>
        {(bad || working) && (
          <p class="qd-class-how" role="status" data-away={bad ? "" : undefined}>
            {wordsOf(room)}
          </p>
        )}
        {offered && <Offer room={room} />}
        {!state.lesson && <p class="qd-quiet">The class has not begun with a lesson. It opens here by itself.</p>}
        <section>
          <h3>Lessons of the class</h3>
          {state.lessons.map(({ name, title }) => (
            <button
              type="button"
              key={name}
              class="qd-lesson-entry"
              data-lesson={name}
              aria-current={name === open ? "true" : undefined}
              onClick={() => (name === open ? bench.at(LESSON).patch({ over: "" }) : void openClassLesson(bench, name))}
            >
              <span
                class="qd-dot"
                data-done={known.get(name)?.done ? "" : undefined}
                data-here={name === open ? "" : undefined}
              />
              <strong translate={false}>{title}</strong>
              <span class="qd-quiet">{name === state.lesson ? "now" : ""}</span>
            </button>
          ))}
        </section>
      </div>
      <footer>
        {asking ? (
          <div class="qd-class-leaving" role="group" aria-label="Leave the class?">
            <p>
              Leave the class? You can come back as <strong translate={false}>{state.name}</strong>.
            </p>
            <button
              type="button"
              class="qd-button"
              data-look="main"
              onClick={() => {
                leaveClass();
                close(bench);
              }}
            >
              Leave
            </button>
            <button type="button" class="qd-button" ref={(button) => button?.focus()} onClick={() => setAsking(false)}>
              Stay
            </button>
          </div>
        ) : (
          <button type="button" class="qd-button" data-look="line" onClick={() => setAsking(true)}>
            Leave the class…
          </button>
        )}
      </footer>
    </>
  );
}

/** That the class goes on with a lesson which would take a drawing's place. */
function Offer({ room }: { readonly room: Room }): JSX.Element {
  const bench = useWorkbench();
  const { title } = room.state.lessons.find(({ name }) => name === room.offered) ?? { title: room.offered };
  return (
    <div class="qd-class-offer" role="status">
      <span>
        The class works on <strong translate={false}>{title}</strong>. It takes the place of your drawing; undo brings
        that back.
      </span>
      <button
        type="button"
        class="qd-button"
        data-look="main"
        onClick={() => void openClassLesson(bench, room.offered)}
      >
        Open the lesson
      </button>
    </div>
  );
}

function wordsOf({ away, waits, refused, state }: Room): string {
  if (away) return "Class unreachable, kept here";
  if (refused) return refused;
  if (!state.open) return "The class has ended; what you drew stays here.";
  return waits ? "telling the class…" : "told to the class";
}

/** Above the lesson: who one is in the class, and whether it hears. */
export function ClassStrip(): JSX.Element | null {
  const bench = useWorkbench();
  const room = usePart(ROOM, (now) => now);
  const name = usePart(bench.at(LESSON), (now) => now.name);
  if (!room) return null;
  const { state, away, refused, offered } = room;
  if (!offered && !state.lessons.some((each) => each.name === name)) return null;
  const tone = away || refused ? "warn" : state.open ? "ok" : undefined;
  return (
    <>
      <button
        type="button"
        class="qd-class-strip"
        title={`${state.title}: lessons of the class, and the way out`}
        onClick={() => bench.at(LESSON).patch({ over: "join" })}
      >
        <span class="qd-badge" data-tone={tone} translate={false}>
          {state.name}
        </span>
        <span role="status">{wordsOf(room)}</span>
      </button>
      {offered && <Offer room={room} />}
    </>
  );
}
