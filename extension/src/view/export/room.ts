/** The drawing taken elsewhere. */

import { room } from "../widgets/room";
import { EXPORTS } from "./exports";

export const exporting = room({ styles: "", effects: EXPORTS });
