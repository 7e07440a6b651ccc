import { describe, expect, it } from "vitest";

import {
  Attendance,
  type Attended,
  type FoundThere,
  type Member,
  type Report,
  type Told,
} from "../../src/lessons/attending";
import { classAddress, findingsIn, NOTHING, stateAfter } from "../../src/lessons/class-told";

const MEMBER: Member = { address: "http://10.0.4.17:5006/", code: "LARK-42", student: "secret", time: 0 };

/** A class with its line and a clock that is turned by hand. */
class Classroom {
  readonly heard: (readonly [string, number])[] = [];
  kept: Report | null = null;
  told: Attended | null = null;
  readonly found: FoundThere[] = [];
  up = true;
  knows = true;
  lesson = "pair";
  /** Held back answers, one after the other; none are where it is null. */
  held: (() => void)[] | null = null;
  mostOpen = 0;
  private open = 0;
  private time = 0;
  private timers: { at: number; act: () => void }[] = [];
  readonly student: Attendance;

  constructor(waiting: Report | null = null, state = NOTHING) {
    this.student = new Attendance(
      MEMBER,
      { state, waiting },
      {
        post: (path, body) => this.take(path, body as Report & { student: string }),
        after: (milliseconds, act) => {
          const timer = { at: this.time + milliseconds, act };
          this.timers.push(timer);
          return () => {
            this.timers = this.timers.filter((each) => each !== timer);
          };
        },
        keep: (_member, _state, left) => {
          this.kept = left;
        },
        now: () => this.time,
      },
      (now, found) => {
        this.told = now;
        if (found) this.found.push(found);
      },
    );
  }

  private async take(path: string, { lesson, hints }: Report): Promise<Told> {
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    const { held } = this;
    if (held) await new Promise<void>((resolve) => held.push(resolve));
    this.open -= 1;
    if (!this.up) return { kind: "away" };
    if (!this.knows) return { kind: "refused", status: 401, message: "The class does not know you any more." };
    this.heard.push([path, hints ?? -1]);
    const goals = path === "report" ? [{ name: "bell", title: "", outcome: "pass", message: lesson }] : [];
    return { kind: "done", body: { goals, lesson: this.lesson, hints: true, hint: null, open: true, every: 15 } };
  }

  /** Lets time go by, and everything that it brings. */
  async pass(seconds: number): Promise<void> {
    const end = this.time + seconds * 1000;
    for (;;) {
      await settled();
      const next = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.time = next.at;
      this.timers = this.timers.filter((each) => each !== next);
      next.act();
    }
    this.time = end;
    await settled();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const drawn = (hints: number): Report => ({ lesson: "pair", revision: "1", document: {}, hints });

describe("a student in a class", () => {
  it("tells what rests, the newest alone, one request at a time", async () => {
    const room = new Classroom();
    room.student.begin(true);
    for (const hints of [1, 2, 3]) room.student.report(drawn(hints));
    await room.pass(5);
    expect(room.heard).toEqual([["report", 3]]);
    expect(room.found.map(({ lesson }) => lesson)).toEqual(["pair"]);

    room.held = [];
    room.student.report(drawn(4));
    await room.pass(2);
    for (const hints of [5, 6]) room.student.report(drawn(hints));
    await room.pass(30);
    expect(room.kept?.hints).toBe(6);
    room.held[0]?.();
    room.held = null;
    await room.pass(2);
    expect(room.heard).toEqual([3, 4, 6].map((hints) => ["report", hints]));
    expect(room.mostOpen).toBe(1);
    // What was found of 4 is not of what is drawn by then.
    expect(room.found).toHaveLength(2);
    expect(room.told?.waits).toBe(false);
    expect(room.kept).toBeNull();
  });

  it("tells hints that were looked at with the next ping", async () => {
    const room = new Classroom();
    room.student.begin(true);
    room.student.look("pair", 2);
    await room.pass(20);
    expect(room.heard.every(([path]) => path === "ping")).toBe(true);
    expect(room.heard.at(-1)).toEqual(["ping", 2]);
  });

  it("keeps what nobody took, tries less and less often, and tells the newest when somebody is back", async () => {
    const room = new Classroom();
    room.student.begin(true);
    room.up = false;
    room.student.report(drawn(1));
    await room.pass(10);
    expect(room.told).toMatchObject({ away: true, waits: true });
    room.student.report(drawn(2));
    expect(room.kept?.hints).toBe(2);
    await room.pass(3600);
    room.up = true;
    room.student.retry();
    await room.pass(1);
    expect(room.heard).toEqual([["report", 2]]);
    expect(room.told).toMatchObject({ away: false, waits: false });
  });

  it("goes on after a reload with what was left, and hears what the class chose", async () => {
    const room = new Classroom(drawn(7), { ...NOTHING, lesson: "turn" });
    room.student.begin(false);
    await room.pass(1);
    expect(room.heard).toEqual([["report", 7]]);
    expect(room.told?.state.lesson).toBe("pair");
    room.lesson = "walk";
    await room.pass(16);
    expect(room.heard[1]).toEqual(["ping", -1]);
    expect(room.told?.state.lesson).toBe("walk");
  });

  it("tells nothing more where the class does not know one, or was left", async () => {
    const room = new Classroom();
    room.student.begin(true);
    room.knows = false;
    room.student.report(drawn(1));
    await room.pass(600);
    expect(room.told).toMatchObject({ out: true, refused: "The class does not know you any more." });
    room.knows = true;
    room.student.report(drawn(2));
    await room.pass(600);
    expect(room.heard).toEqual([]);

    const left = new Classroom();
    left.student.begin(true);
    left.student.report(drawn(1));
    left.student.stop();
    await left.pass(600);
    expect(left.heard).toEqual([]);
  });
});

describe("what a class tells", () => {
  it("is read with care", () => {
    const hostile = { lessons: [{ name: 3 }, null, "x"], every: -1, hint: { lesson: "a", number: 1.5 }, title: {} };
    expect(stateAfter(NOTHING, hostile)).toEqual({
      ...NOTHING,
      lessons: Array.from({ length: 3 }, () => ({ name: "", title: "", revision: "" })),
      every: 2,
    });
    expect(stateAfter({ ...NOTHING, title: "Friday" }, null).title).toBe("Friday");
    expect(findingsIn({ goals: [{ name: "a", outcome: "won" }, 5] }).map(({ outcome }) => outcome)).toEqual([
      "undecided",
      "undecided",
    ]);
    expect(findingsIn("no")).toEqual([]);
  });

  it("comes from an address as it is typed or stands in a link", () => {
    const address = "http://10.0.4.17:5006/";
    for (const typed of ["10.0.4.17:5006", " http://10.0.4.17:5006/class ", `${address}page/#join=LARK-42`])
      expect(classAddress(typed)).toBe(address);
    expect(classAddress("https://hub.example.org/user/a/proxy/5006/page/")).toBe(
      "https://hub.example.org/user/a/proxy/5006/",
    );
    for (const typed of ["", "javascript:alert(1)", "http://", "ftp://a/b", "http://a:b@c/"])
      expect(classAddress(typed)).toBeNull();
  });
});
