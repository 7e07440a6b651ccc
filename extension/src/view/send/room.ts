/** Sending to a device, or running here. */

import { SEND, type SentWith } from "../../port";
import { loaded } from "../widgets/on-request";
import { room } from "../widgets/room";
import { SENT_WITH } from "../workbench/jobs";
import { onRequest } from "../workbench/on-request";
import { openOver, toggleOver } from "../workbench/over";

const later = onRequest(() => import("./later"));

export const send = room({
  styles: "",
  SendView: loaded(later, ({ SendView }) => SendView, true),
  start: (bench) => {
    const again = (event: Event): void => {
      bench.at(SENT_WITH).set((event as CustomEvent<SentWith>).detail);
      openOver(bench, "send");
    };
    bench.root.addEventListener(SEND, again);
    return () => bench.root.removeEventListener(SEND, again);
  },
  effects: { send: (bench) => toggleOver(bench, "send") },
});
