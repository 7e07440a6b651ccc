import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BokehDocument } from "../../src/hosts/bokeh";
import type { Model, RenderContext } from "../../src/hosts/channel";
import { EMPTY_DOCUMENT } from "../../src/hosts/empty";
import type { PutMessage } from "../../src/hosts/keeper";
import { portOf } from "../../src/hosts/widget-port";
import { DEFAULT_SETTINGS, type Outgoing, type Reply } from "../../src/port";

/** A model as anywidget gives it: synced values, events, a line to Python. */
class KernelModel implements Model {
  readonly values = new Map<string, unknown>();
  readonly sent: { readonly content: unknown }[] = [];
  private readonly listeners = new Map<string, Set<(...facts: unknown[]) => void>>();
  dead = false;

  get(name: string): unknown {
    return this.values.get(name);
  }

  set(name: string, value: unknown): void {
    this.values.set(name, value);
  }

  save_changes(): void {
    throw new Error("what the page sets goes as a put");
  }

  on(event: string, listener: (...facts: unknown[]) => void): void {
    const known = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, known.add(listener));
  }

  off(event: string, listener: (...facts: unknown[]) => void): void {
    this.listeners.get(event)?.delete(listener);
  }

  send(content: unknown): void {
    if (this.dead) {
      throw new Error("the comm is closed");
    }
    this.sent.push({ content });
  }

  get puts(): readonly PutMessage[] {
    return this.sent.map(({ content }) => content as PutMessage).filter((each) => "put" in each);
  }

  /** Python's answer to the newest put. */
  answer(more: object = {}): void {
    const newest = this.puts.at(-1);
    this.emit("msg:custom", { held: newest?.number, by: newest?.by, ...more }, []);
  }

  emit(event: string, ...facts: unknown[]): void {
    for (const listener of this.listeners.get(event) ?? []) {
      listener(...facts);
    }
  }

  /** What Python sets. */
  fromPython(name: string, value: unknown): void {
    this.values.set(name, value);
    this.emit(`change:${name}`);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const el = {} as HTMLElement;
const ASK: Outgoing = { id: 1, ask: "targets", refresh: false };

function idOf(model: KernelModel, index: number): number {
  const sent = model.sent[index];
  if (!sent) throw new Error(`nothing was sent as number ${index}`);
  return (sent.content as { readonly id: number }).id;
}

describe("the port over a widget's model", () => {
  it("has defaults where Python has said nothing", () => {
    const { port } = portOf({ model: new KernelModel(), el });
    expect(port.get("document")).toBe(EMPTY_DOCUMENT);
    expect(port.get("settings")).toEqual(DEFAULT_SETTINGS);
    expect(port.get("values")).toEqual({});
  });

  it("hears of what Python sets, once", () => {
    const model = new KernelModel();
    const { port } = portOf({ model, el });
    const heard: string[] = [];
    port.onChange("document", (text) => heard.push(text));
    model.fromPython("document_text", "one");
    model.fromPython("document_text", "one");
    expect(heard).toEqual(["one"]);
  });

  it("does not echo what the studio sets", () => {
    const model = new KernelModel();
    const { port } = portOf({ model, el });
    const heard: unknown[] = [];
    port.onChange("values", (values) => heard.push(values));
    port.set("values", { a: 1 });
    model.emit("change:parameter_values");
    expect(heard).toEqual([]);
    expect(model.get("parameter_values")).toEqual({ a: 1 });
    expect(model.puts).toMatchObject([{ put: { values: { a: 1 } }, number: 1 }]);
  });

  it("says not saved while Python is not known to have what was drawn", () => {
    const model = new KernelModel();
    const { port, stop } = portOf({ model, el });
    port.set("document", "one");
    expect(port.get("saved")).toBe("saved");
    vi.advanceTimersByTime(10_000);
    expect(port.get("saved")).toBe("lost");
    model.answer();
    expect(port.get("saved")).toBe("saved");
    stop();
  });

  it("says not saved once the kernel is another, until it answers", () => {
    const model = new KernelModel();
    const { port, stop } = portOf({ model, el });
    port.set("document", "one");
    model.answer();
    model.emit("comm_live_update");
    expect(port.get("saved")).toBe("lost");
    vi.advanceTimersByTime(60_000);
    expect(port.get("saved")).toBe("lost");
    model.answer();
    expect(port.get("saved")).toBe("saved");
    stop();
  });

  it("says not saved in a new session of Panel's that took the drawing over", () => {
    // Old and new session: a server that came back names its parts otherwise.
    const bokeh: BokehDocument = {
      config: { setv: () => undefined },
      roots: () => [{ id: "p1001" }],
      replace_with_json: () => undefined,
    };
    const inPanel = (): RenderContext => ({
      model: new KernelModel(),
      el,
      view: { model_proxy: { send_msg: () => undefined }, model: { document: bokeh } },
    });
    const old = portOf(inPanel());
    old.port.set("document", "drawn");
    expect(old.port.get("saved")).toBe("unsaved");
    bokeh.replace_with_json({ roots: [{ id: "p2002" }] });
    const next = portOf(inPanel());
    expect(next.port.get("document")).toBe("drawn");
    expect(next.port.get("saved")).toBe("unsaved");
    old.stop();
    next.stop();
  });

  it("stops telling who unsubscribed", () => {
    const model = new KernelModel();
    const { port } = portOf({ model, el });
    const heard: string[] = [];
    const stop = port.onChange("name", (name) => heard.push(name));
    stop();
    model.fromPython("document_name", "new");
    expect(heard).toEqual([]);
  });

  it("brings replies back under the studio's own ids", () => {
    const model = new KernelModel();
    const first = portOf({ model, el }).port;
    const second = portOf({ model, el }).port;
    const heard: [string, Reply][] = [];
    first.onMessage((message) => heard.push(["first", message]));
    second.onMessage((message) => heard.push(["second", message]));
    first.send(ASK);
    second.send(ASK);
    expect(idOf(model, 0)).not.toBe(idOf(model, 1));
    model.emit("msg:custom", { id: idOf(model, 1), reply: "done", result: 2 }, []);
    expect(heard).toEqual([["second", { id: 1, reply: "done", result: 2 }]]);
  });

  it("drops replies that come after the final one", () => {
    const model = new KernelModel();
    const { port } = portOf({ model, el });
    const heard: Reply[] = [];
    port.onMessage((message) => heard.push(message));
    port.send(ASK);
    const id = idOf(model, 0);
    model.emit("msg:custom", { id, reply: "done", result: 1 }, []);
    model.emit("msg:custom", { id, reply: "done", result: 1 }, []);
    expect(heard).toHaveLength(1);
  });

  it("hands buffers over as they came", () => {
    const model = new KernelModel();
    const { port } = portOf({ model, el });
    const heard: number[][] = [];
    port.onMessage((_, buffers) => heard.push([...new Float64Array(buffers[0] ?? new ArrayBuffer(0))]));
    port.send(ASK);
    const bytes = new Uint8Array(new Float64Array([0.5, 0.25]).buffer);
    // A view in the middle of a larger buffer, as Jupyter's messages are.
    const larger = new Uint8Array(24);
    larger.set(bytes, 5);
    const view = new DataView(larger.buffer, 5, 16);
    model.emit("msg:custom", { id: idOf(model, 0), reply: "done", result: {} }, [view]);
    expect(heard).toEqual([[0.5, 0.25]]);
  });

  it("cancels at once, whether or not the kernel answers", async () => {
    const model = new KernelModel();
    const { port } = portOf({ model, el });
    const heard: Reply[] = [];
    port.onMessage((message) => heard.push(message));
    port.send(ASK);
    port.send({ cancel: 1 });
    await Promise.resolve();
    expect(heard).toEqual([{ id: 1, reply: "cancelled" }]);
    expect(model.sent[1]?.content).toEqual({ cancel: idOf(model, 0) });
  });

  it("goes on without a kernel", async () => {
    const model = new KernelModel();
    const { port } = portOf({ model, el });
    model.dead = true;
    const heard: Reply[] = [];
    port.onMessage((message) => heard.push(message));
    port.set("document", "drawn later");
    port.send(ASK);
    await Promise.resolve();
    expect(port.get("document")).toBe("drawn later");
    expect(heard[0]).toMatchObject({ id: 1, reply: "failed", error: { kind: "Disconnected" } });
  });
});

describe("what a dropped connection swallowed", () => {
  it("is put again until it is answered", () => {
    const model = new KernelModel();
    const { port } = portOf({ model, el });
    port.set("document", "drawn");
    vi.advanceTimersByTime(10_000);
    expect(model.puts.length).toBeGreaterThan(2);
    expect(model.puts.every(({ put }) => put.document === "drawn")).toBe(true);
    model.answer();
    const known = model.puts.length;
    vi.advanceTimersByTime(100_000);
    expect(model.puts).toHaveLength(known);
  });

  it("is not answered by an answer to an older put", () => {
    const model = new KernelModel();
    const { port } = portOf({ model, el });
    port.set("document", "one");
    const [first] = model.puts;
    port.set("document", "two");
    model.emit("msg:custom", { held: first?.number, by: first?.by }, []);
    vi.advanceTimersByTime(2_000);
    expect(model.puts.at(-1)?.put.document).toBe("two");
    expect(model.puts).toHaveLength(3);
  });

  it("lets the newest values of a slider wait for the answer to older ones", () => {
    const model = new KernelModel();
    const { port } = portOf({ model, el });
    for (const a of [1, 2, 3]) port.set("values", { a });
    expect(model.puts).toHaveLength(1);
    model.answer();
    expect(model.puts.map(({ put }) => put.values)).toEqual([{ a: 1 }, { a: 3 }]);
  });

  it("is not overwritten by the older document that a new connection brings", () => {
    const model = new KernelModel();
    const { port } = portOf({ model, el });
    const heard: string[] = [];
    port.onChange("document", (text) => heard.push(text));
    port.set("document", "drawn");
    model.fromPython("document_text", "older");
    expect(heard).toEqual([]);
    expect(port.get("document")).toBe("drawn");
    expect(model.get("document_text")).toBe("drawn");
    vi.advanceTimersByTime(500);
    expect(model.puts).toHaveLength(2);
  });

  it("gives way to a document that Python set meanwhile", () => {
    const model = new KernelModel();
    const { port } = portOf({ model, el });
    port.set("document", "drawn");
    model.set("document_changes", 1);
    model.fromPython("document_text", "from Python");
    expect(port.get("document")).toBe("from Python");
    vi.advanceTimersByTime(10_000);
    expect(model.puts.at(-1)?.put).toEqual({});
  });

  it("gives way to Python's document when only the answer tells of it", () => {
    const model = new KernelModel();
    const { port } = portOf({ model, el });
    const heard: string[] = [];
    port.onChange("document", (text) => heard.push(text));
    port.set("document", "drawn");
    model.answer({ document: "from Python", changes: 1 });
    expect(heard).toEqual(["from Python"]);
    port.set("document", "drawn on");
    expect(model.puts.at(-1)?.seen).toBe(1);
  });

  it("is not overwritten by what another thread of Python read before it came", async () => {
    const model = new KernelModel();
    const { port } = portOf({ model, el });
    const heard: unknown[] = [];
    port.onChange("document", (text) => heard.push(text));
    port.onChange("values", (values) => heard.push(values));
    port.set("values", { a: 1 });
    port.set("document", "drawn");
    model.answer({ revision: 7 });
    model.values.set("revision", 6);
    model.fromPython("document_text", "before");
    model.fromPython("parameter_values", { a: 0 });
    expect(heard).toEqual([]);
    expect(model.get("document_text")).toBe("drawn");
    expect(model.get("parameter_values")).toEqual({ a: 1 });
    await Promise.resolve();
    // Python sets a field that is no part of a revision.
    model.fromPython("document_name", "other");
    expect(port.get("name")).toBe("other");
    model.values.set("revision", 8);
    model.fromPython("document_text", "after");
    expect(heard).toEqual(["after"]);
  });

  it("ends what was asked when the kernel is gone, and gives it up in one that comes back", () => {
    const model = new KernelModel();
    const kernel = { status: "busy", connectionStatus: "connected" };
    const { port } = portOf({ model: Object.assign(model, { widget_manager: { kernel } }), el });
    const heard: Reply[] = [];
    port.onMessage((message) => heard.push(message));
    port.send(ASK);
    // Busy for however long is not gone, and a line that was cut is back by the next time.
    vi.advanceTimersByTime(100_000);
    kernel.connectionStatus = "connecting";
    vi.advanceTimersByTime(5_000);
    kernel.connectionStatus = "connected";
    vi.advanceTimersByTime(5_000);
    expect(heard).toEqual([]);
    expect(port.get("saved")).toBe("saved");
    kernel.connectionStatus = "connecting";
    vi.advanceTimersByTime(10_000);
    expect(heard).toMatchObject([{ id: 1, reply: "failed", error: { kind: "Disconnected" } }]);
    expect(port.get("saved")).toBe("lost");
    kernel.connectionStatus = "connected";
    vi.advanceTimersByTime(5_000);
    model.answer();
    expect(port.get("saved")).toBe("saved");
    expect(model.sent.map(({ content }) => content)).toContainEqual({ cancel: idOf(model, 0) });
  });

  it("fails an ask whose last reply did not come", () => {
    const model = new KernelModel();
    const { port } = portOf({ model, el });
    const heard: Reply[] = [];
    port.onMessage((message) => heard.push(message));
    port.send(ASK);
    vi.advanceTimersByTime(6_000);
    const asked = model.sent.at(-1)?.content as { readonly wonders: readonly number[] };
    model.emit("msg:custom", { wondered: asked.wonders, gone: asked.wonders }, []);
    expect(heard).toMatchObject([{ id: 1, reply: "failed", error: { kind: "Disconnected" } }]);
  });
});

describe("the port in Panel", () => {
  /** Panel's adapter has no `send`; messages go through the view, buffers inside. */
  function panel(): {
    readonly model: KernelModel;
    readonly sent: unknown[];
    readonly context: Parameters<typeof portOf>[0];
  } {
    const model = new KernelModel();
    const sent: unknown[] = [];
    const view = { model_proxy: { send_msg: (message: unknown) => void sent.push(message) } };
    return { model, sent, context: { model, el, view } };
  }

  it("sends through the view", () => {
    const { sent, context, model } = panel();
    portOf(context).port.send(ASK);
    expect(sent).toEqual([{ id: expect.any(Number) as number, ask: "targets", refresh: false }]);
    expect(model.sent).toEqual([]);
  });

  it("takes buffers from inside the message", () => {
    const { sent, context, model } = panel();
    const { port } = portOf(context);
    const heard: number[] = [];
    port.onMessage((_, buffers) => heard.push(buffers[0]?.byteLength ?? 0));
    port.send(ASK);
    const { id } = sent[0] as { readonly id: number };
    const data = { id, reply: "done", result: {}, buffers: [new ArrayBuffer(32)] };
    model.emit("msg:custom", data);
    model.emit("msg:custom", data);
    expect(heard).toEqual([32]);
  });

  it("shows what was opened, and tells Python", () => {
    const { context, sent } = panel();
    const { port, show } = portOf(context);
    const heard: string[] = [];
    port.onChange("document", (text) => heard.push(text));
    show("opened", "file");
    expect(heard).toEqual(["opened"]);
    expect(sent).toMatchObject([{ put: { name: "file" } }, { put: { document: "opened" } }]);
    expect(port.get("name")).toBe("file");
  });
});
