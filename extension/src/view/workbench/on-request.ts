/**
 * Modules that are no part of the first bundle (docs/decisions/0018). A file `later.ts` of a room is in the script
 * `later`, `editor.ts` in `editor`: the build puts `take("later", file)` in the place of `() => import("./later")`.
 * Python hands a script over as the answer to the ask of its name; it is run once, however many studios it serves.
 */

import type { Shared } from "./shared";
import type { Workbench } from "./workbench";

/** The scripts beside the first bundle; each is an ask. */
export type Script = "later" | "editor" | "words";
type Take = <T>(script: Script, file: string) => Promise<T | null>;
type Modules = Readonly<Record<string, { readonly styles?: string }>>;
/** What of a studio loads a script, and wears it. */
type Loading = Pick<Workbench, "asker" | "scripts">;
export type Wearing = Loading & Pick<Workbench, "wear">;

/** What is said where a script cannot be had. */
export const NOT_LOADED =
  "This part of the studio could not be loaded; what is drawn is kept. Try again, or save and reload the page.";

export interface OnRequest<T> {
  /** The module where it is here already. */
  readonly here: T | null;
  /** Loads the module; null where it cannot be had. */
  load(bench: Wearing): Promise<T | null>;
  /** Does something with the module: at once where it is here, else once it is, or says that it cannot be had. */
  use(bench: Workbench, act: (module: T) => unknown): void;
}

/** The styles of what is loaded. */
const STYLES = new Set<string>();

/** Puts on a studio what is loaded wears: all of it, since parts look into each other. */
export function wear(bench: Wearing): void {
  for (const styles of STYLES) bench.wear(styles);
}

export function onRequest<T extends object>(find: (take: Take) => Promise<T | null>): OnRequest<T> {
  let here: T | null = null;
  const load = async (bench: Wearing): Promise<T | null> => {
    here ??= await find(async <M>(script: Script, file: string) => (await modulesOf(bench, script))?.[file] as M);
    wear(bench);
    return here;
  };
  return {
    get here() {
      return here;
    },
    load,
    use(bench, act) {
      if (here) {
        wear(bench);
        act(here);
        return;
      }
      void load(bench).then((module) => (module ? act(module) : bench.say("error", NOT_LOADED)));
    },
  };
}

const running = new Map<Script, Promise<Modules | null>>();

/** What a script holds, by file; loaded anew where that failed, or where the studio that asked is gone. */
export async function modulesOf(bench: Loading, script: Script): Promise<Modules | null> {
  for (let open = running.get(script); open; open = running.get(script)) {
    const modules = await open;
    if (modules) return modules;
    if (running.get(script) === open) running.delete(script);
  }
  const own = fetched(bench, script);
  running.set(script, own);
  const modules = await own;
  if (!modules && running.get(script) === own) running.delete(script);
  return modules;
}

async function fetched(bench: Loading, script: Script): Promise<Modules | null> {
  if (!bench.asker.can(script)) return null;
  const answer = await bench.asker.ask<Script>({ ask: script });
  return answer.kind === "done" ? run(answer.result.script, bench.scripts) : null;
}

/** Not by `import`: the bundler of JupyterLab's plugin would take that for a module of its own. */
function run(text: string, { VERSION, shared }: Shared): Promise<Modules | null> {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const script: HTMLScriptElement & { modules?: Modules } = document.createElement("script");
  Object.assign(script, { version: VERSION, shared: shared() });
  return new Promise((resolve) => {
    script.onload = script.onerror = () => {
      URL.revokeObjectURL(address);
      script.remove();
      for (const module of Object.values(script.modules ?? {})) if (module.styles) STYLES.add(module.styles);
      resolve(script.modules ?? null);
    };
    script.src = address;
    document.head.append(script);
  });
}
