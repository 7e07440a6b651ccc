/** Sending to a device, or running here. */

import { room } from "../widgets/room";
import { toggleSend } from "./leaving";
import { SendView } from "./send";
import styles from "./send.css";

export const send = room({ styles, SendView, effects: { send: toggleSend } });
