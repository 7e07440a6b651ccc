/** The drawing taken elsewhere. */

import { room } from "../widgets/room";
import { EXPORTS, exportDocument } from "./exports";

export const exporting = room({ styles: "", exportDocument, effects: EXPORTS });
