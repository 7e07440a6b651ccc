/** The bar at the foot of a phone: the target, what it costs, and the button that sends. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";

import { Icon } from "../widgets/icons";

interface Props {
  /** Of the form that it sends. */
  readonly form: string;
  readonly target: string;
  readonly cost: string;
  readonly ready: boolean;
  readonly sending: boolean;
  /** Is all there but that a person agrees to the cost? */
  readonly unpaid: boolean;
}

export function Foot({ form, target, cost, ready, sending, unpaid }: Props): JSX.Element {
  const bar = useRef<HTMLDivElement>(null);
  const toCost = (): void => {
    const field = bar.current?.parentElement?.querySelector<HTMLElement>(".qd-send-agree input");
    field?.scrollIntoView({ block: "center" });
    field?.focus({ preventScroll: true });
  };
  return (
    <div ref={bar} class="qd-send-foot">
      <span>
        <strong>{target}</strong>
        <span class="qd-quiet">{cost}</span>
      </span>
      {unpaid ? (
        <button type="button" class="qd-button" data-look="line" onClick={toCost}>
          Agree to the cost…
        </button>
      ) : (
        <button type="submit" form={form} class="qd-button" data-look="main" disabled={!ready}>
          <Icon name="send" size={14} /> {sending ? "Sending…" : <span>Send to {target}</span>}
        </button>
      )}
    </div>
  );
}
