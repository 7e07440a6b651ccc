import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { loads } from "../../src/document/read";
import { Asker } from "../../src/live/asker";
import type { Figure, Reply } from "../../src/port";
import { Analyses } from "../../src/view/analyze/queue";
import type { AnalysisRow, Want } from "../../src/view/analyze/wanted";

const DOCUMENT = loads(`{
 "format": "qdesign", "version": 2,
 "parameters": [{"name": "a", "value": 0.5, "low": -3, "high": 3, "step": 0.1}],
 "body": {"kind": "circuit", "qubits": ["q0"], "clbits": 0, "gates": {},
  "operations": {"x": {"gate": "ry", "qubits": [0], "angles": ["a"], "column": 0}}}
}`);
const ROW = {
  ...{ help: "", group: "", origin: "qdesign", options: [], convention: "", takes: "circuit" },
  ...{ is_long: true, of_inputs: false },
};

function figure(name: string, value: number): Figure {
  return {
    ...{ name, title: name, value, error: 0.1, interval: null, basis: "sampled", unit: "", verdict: "", tone: "plain" },
    ...{
      says: "",
      convention: {},
      conditions: [],
      source: "",
      cell: "",
      reasons: [],
      chart: null,
      columns: {},
      gates: {},
    },
  };
}

const NOTHING = { energies: [], values: {}, steps: [], own: [], errors: [], state: "" };

/** A server that answers when it is told to. */
class Server {
  readonly asked: { readonly id: number; readonly name: string }[] = [];
  readonly cancelled: number[] = [];
  private hear: (reply: Reply, buffers: readonly ArrayBuffer[]) => void = () => undefined;
  readonly analyses = new Analyses(
    new Asker(
      {
        send: (message) => {
          const { id, name, cancel } = message as { id: number; name: string; cancel?: number };
          if (cancel === undefined) this.asked.push({ id, name });
          else this.cancelled.push(cancel);
        },
        onMessage: (hear) => {
          this.hear = hear;
          return () => undefined;
        },
      },
      null,
    ),
    () => ({ outcome: Promise.resolve(null), stop: () => undefined }),
  );

  get newest(): { readonly id: number; readonly name: string } | undefined {
    return this.asked.at(-1);
  }

  async reply(rest: object): Promise<void> {
    this.hear({ id: this.newest?.id, ...rest } as Reply, []);
    await vi.runAllTimersAsync();
  }
}

const want = (name: string, place: number): Want => ({
  row: { ...ROW, name, title: name } as AnalysisRow,
  document: DOCUMENT,
  seed: 7,
  place,
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("one that is cancelled stays so over a change of views, and it alone", async () => {
  const server = new Server();
  const { analyses } = server;
  const wants = ["one", "two", "three"].map(want);
  const leave = wants.map((each) => analyses.want(each));
  await vi.runAllTimersAsync();
  analyses.stop(wants[0] as Want);
  await vi.runAllTimersAsync();
  expect(server.newest?.name).toBe("two");
  for (const each of leave) each();
  await vi.runAllTimersAsync();
  const again = ["one", "two", "three"].map(want);
  for (const each of again) analyses.want(each);
  await vi.runAllTimersAsync();
  expect(again.map((each) => analyses.outcome(each)?.kind)).toEqual(["stopped", undefined, undefined]);
  await server.reply({ reply: "done", result: { figure: figure("two", 2) } });
  await server.reply({ reply: "done", result: { figure: figure("three", 3) } });
  expect(again.map((each) => analyses.outcome(each)?.kind)).toEqual(["stopped", "figure", "figure"]);
  analyses.again(again[0] as Want);
  await vi.runAllTimersAsync();
  expect(server.newest?.name).toBe("one");
});

test("what was drawn so far is kept when a person stops there", async () => {
  const server = new Server();
  const [long, next] = [want("long", 0), want("next", 1)];
  for (const each of [long, next]) server.analyses.want(each);
  await vi.runAllTimersAsync();
  server.analyses.keep(long);
  expect(server.analyses.outcome(long)).toBeNull();
  const said = { reply: "progress", message: "120 of 5,000 pairs", fraction: null };
  await server.reply({ ...said, so_far: { ...NOTHING, figure: figure("long", 0.25) } });
  await server.reply({ ...said, message: "5 s left" });
  expect(server.analyses.runs(long)?.figure?.value).toBe(0.25);
  const { id } = server.newest ?? { id: 0 };
  server.analyses.keep(long);
  await vi.runAllTimersAsync();
  expect(server.analyses.outcome(long)).toMatchObject({ kind: "figure", figure: { value: 0.25 } });
  expect(server.cancelled).toEqual([id]);
  expect(server.newest?.name).toBe("next");
});

test.each([
  ["TooLarge", { kind: "unknown", words: "why" }],
  ["NotUnitary", { kind: "unknown", words: "why" }],
  ["Disconnected", { kind: "failed", words: "why", again: true }],
  ["OutOfTime", { kind: "failed", words: "why", again: true }],
  ["Bug", { kind: "failed", words: "why", again: false }],
])("%s is told as what it is: asked again where that can help", async (kind, told) => {
  const server = new Server();
  const one = want("one", 0);
  server.analyses.want(one);
  await vi.runAllTimersAsync();
  await server.reply({ reply: "failed", error: { message: "why", kind } });
  expect(server.analyses.outcome(one)).toEqual(told);
});
