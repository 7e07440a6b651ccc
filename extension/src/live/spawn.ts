/**
 * Where the handler runs: a Web Worker made from the bundle's own text, or the page itself where workers
 * cannot be made (a strict content policy forbids `blob:`). Quick ticks run in the page in any case: their
 * result is there before the frame is drawn, which a worker's never is.
 *
 * JupyterLab 4.6 sends a policy about frames alone and Panel 1.9 none: both allow workers from `blob:`.
 */

import { createHandler } from "./handler";
import type { FromWorker, ToWorker } from "./messages";

/** One running handler. */
export interface Hand {
  send(message: ToWorker, transfer?: readonly ArrayBuffer[]): void;
  close(): void;
}

export interface HandListeners {
  readonly onReply: (reply: FromWorker) => void;
  /** It stopped and answers no more. */
  readonly onFailure: (why: string) => void;
}

export type Spawn = (listeners: HandListeners) => Hand;

/** The handler in this thread, a task after each ask so that the page draws in between. */
export const spawnInPage: Spawn = ({ onReply, onFailure }) => {
  let open = true;
  const handle = createHandler((reply) => {
    if (open) onReply(reply);
  });
  return {
    send(message) {
      setTimeout(() => {
        if (open) handle(message).catch((error: unknown) => onFailure(String(error)));
      });
    },
    close() {
      open = false;
    },
  };
};

/** A worker from its source text. Throws, or fails later, where the page's policy forbids it. */
export function spawnWorker(source: string): Spawn {
  return ({ onReply, onFailure }) => {
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const worker = new Worker(address);
    worker.onmessage = (event: MessageEvent<FromWorker>) => onReply(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      onFailure(event.message || "the worker could not be started");
    };
    worker.onmessageerror = () => onFailure("a message could not be read");
    return {
      send: (message, transfer = []) => worker.postMessage(message, [...transfer]),
      close() {
        worker.terminate();
        URL.revokeObjectURL(address);
      },
    };
  };
}

/** A worker where one starts, else the page. What was sent before that is known is sent again. */
export function spawnBest(source: string, first: Spawn = spawnWorker(source)): Spawn {
  let workers = true;
  return (listeners) => {
    if (!workers) return spawnInPage(listeners);
    let started = false;
    const sent: ToWorker[] = [];
    let hand: Hand;
    const fallBack = (): void => {
      workers = false;
      hand = spawnInPage(listeners);
      for (const message of sent.splice(0)) hand.send(message);
    };
    try {
      hand = first({
        onReply(reply) {
          started = true;
          sent.length = 0;
          listeners.onReply(reply);
        },
        onFailure(why) {
          if (started) listeners.onFailure(why);
          else fallBack();
        },
      });
    } catch {
      hand = { send: () => undefined, close: () => undefined };
      fallBack();
    }
    return {
      send(message, transfer) {
        if (!started && workers) sent.push(message);
        hand.send(message, transfer);
      },
      close: () => hand.close(),
    };
  };
}

/** A tick that takes no longer than this may hold up the page. */
const QUICK_MILLISECONDS = 3;

type Tick = Extract<ToWorker, { readonly say: "tick" }>;
type Changes = Partial<Omit<Tick, "say" | "id" | "revision">>;

/** One side of `spawnNear`, with the changes that it was not told of. */
class Side {
  missed: Changes = {};

  constructor(readonly send: Hand["send"]) {}

  tick(tick: Tick, transfer?: readonly ArrayBuffer[]): void {
    this.send({ ...tick, ...this.missed }, transfer);
    this.missed = {};
  }
}

/** New values of a circuit that was quick the last time are answered at once in the page, all else by `far`. */
export function spawnNear(far: Spawn): Spawn {
  return (listeners) => {
    let open = true;
    let ready = false;
    let quick = false;
    const hear = (reply: FromWorker): void => {
      if (reply.say === "result") {
        quick = reply.result.kind === "state" && reply.result.milliseconds <= QUICK_MILLISECONDS;
      }
      if (open) listeners.onReply(reply);
    };
    const handle = createHandler((reply) => {
      if (reply.say === "ready") ready = reply.runs;
      else hear(reply);
    });
    const hand = far({ onReply: hear, onFailure: listeners.onFailure });
    const near = new Side((message) => {
      handle(message).catch((error: unknown) => {
        if (open) listeners.onFailure(String(error));
      });
    });
    const away = new Side((message, transfer) => hand.send(message, transfer));
    let current = away;
    return {
      send(message, transfer) {
        if (message.say === "start") {
          near.send(message);
          away.send(message, transfer);
        } else if (message.say === "tick") {
          const { say: _say, id: _id, revision: _revision, ...changes } = message;
          for (const side of [near, away]) side.missed = { ...side.missed, ...changes };
          // Another circuit may take any time: it is tried where it holds up nobody.
          if (message.circuit !== undefined || message.wanted || message.observable || message.noise) quick = false;
          current = ready && quick ? near : away;
          current.tick(message, transfer);
        } else (message.say === "sample" ? current : away).send(message, transfer);
      },
      close() {
        open = false;
        hand.close();
      },
    };
  };
}

/** Ticks of circuits above the live limit go to a hand that is loaded when one is first met, all else to `near`. */
export function spawnByWidth(near: Spawn, load: () => Promise<Spawn | null>): Spawn {
  return (listeners) => {
    let open = true;
    let limit = 20;
    let qubits = 0;
    let start: ToWorker | null = null;
    let far: Hand | null = null;
    let waits: (() => void)[] | null = null;
    const usual = near(listeners);
    const toFar: Hand["send"] = (message) => {
      if (far) {
        far.send(message);
        return;
      }
      const first = !waits;
      (waits ??= []).push(() => far?.send(message));
      if (!first) return;
      load().then((spawn) => {
        if (!open) return;
        if (!spawn) {
          waits = null;
          listeners.onFailure("the part for wide circuits could not be loaded: save, and reload the page");
          return;
        }
        far = spawn(listeners);
        if (start) far.send(start);
        for (const act of waits?.splice(0) ?? []) act();
      });
    };
    const sides = { near: new Side(usual.send), far: new Side(toFar) };
    return {
      send(message, transfer) {
        if (message.say === "tick") {
          if (message.limit !== undefined) limit = message.limit;
          const { say: _say, id: _id, revision: _revision, ...changes } = message;
          for (const side of [sides.near, sides.far]) side.missed = { ...side.missed, ...changes };
          if (message.circuit !== undefined) qubits = message.circuit?.qubits.length ?? 0;
          (qubits > limit ? sides.far : sides.near).tick(message, transfer);
        } else if (message.say === "sample" && qubits > limit) toFar(message);
        else {
          if (message.say === "start") start = message;
          usual.send(message, transfer);
        }
      },
      close() {
        open = false;
        usual.close();
        far?.close();
      },
    };
  };
}
