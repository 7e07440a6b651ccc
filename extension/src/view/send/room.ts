/** Sending to a device, or running here. */

import { room } from "../widgets/room";
import { toggleOver } from "../workbench/over";
import { SendView } from "./send";
import styles from "./send.css";

export const send = room({ styles, SendView, effects: { send: (bench) => toggleOver(bench, "send") } });
