/** Sending to a device, or running here. */

import { loaded } from "../widgets/on-request";
import { room } from "../widgets/room";
import { onRequest } from "../workbench/on-request";
import { toggleOver } from "../workbench/over";

const later = onRequest(() => import("./later"));

export const send = room({
  styles: "",
  SendView: loaded(later, ({ SendView }) => SendView, true),
  effects: { send: (bench) => toggleOver(bench, "send") },
});
