/** Parts of the screen whose code is loaded on request. */

import type { FunctionComponent, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { NOT_LOADED, type OnRequest, wear } from "../workbench/on-request";
import { useWorkbench } from "../workbench/workbench";

/** A component of a module that is loaded with its first showing; `over` where it stands over the drawing. */
export function loaded<T extends object, C extends (props: never) => JSX.Element | null>(
  module: OnRequest<T>,
  pick: (module: T) => C,
  over = false,
): C {
  function Loaded(props: object): JSX.Element {
    const bench = useWorkbench();
    const [tries, setTries] = useState(0);
    const [state, setState] = useState<"waits" | "failed" | "here">(module.here ? "here" : "waits");
    useEffect(() => {
      // It may have come between drawing and now.
      if (module.here) {
        setState("here");
        return undefined;
      }
      let shown = true;
      void module.load(bench).then((found) => shown && setState(found ? "here" : "failed"));
      return () => {
        shown = false;
      };
    }, [bench, tries]);
    if (module.here) {
      wear(bench);
      const Content = pick(module.here) as unknown as FunctionComponent;
      return <Content {...props} />;
    }
    return (
      <div class="qd-loading" data-over={over ? "" : undefined} aria-busy={state === "waits"}>
        {state === "waits" && (
          <div class="qd-off" role="status">
            Loading…
          </div>
        )}
        {state === "failed" && (
          <div class="qd-off" role="alert">
            {NOT_LOADED}
            <p>
              <button
                type="button"
                class="qd-button"
                data-look="line"
                onClick={() => {
                  setState("waits");
                  setTries(tries + 1);
                }}
              >
                Try again
              </button>
            </p>
          </div>
        )}
      </div>
    );
  }
  // It takes what the component takes.
  return Loaded as unknown as C;
}
