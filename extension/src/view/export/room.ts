/** The drawing taken elsewhere. */

import type { ExporterRow } from "../../document/catalog.generated";
import { download } from "../widgets/download";
import { room } from "../widgets/room";
import { onRequest } from "../workbench/on-request";
import type { Workbench } from "../workbench/workbench";

const later = onRequest(() => import("./later"));

const taken =
  (name: "openqasm" | "qiskit" | "quantikz" | "svg" | "png" | "pdf") =>
  (bench: Workbench): void =>
    later.use(bench, ({ EXPORTS }) => EXPORTS[name](bench));

export const exporting = room({
  styles: "",
  exportDocument: (bench: Workbench, row: ExporterRow): void =>
    later.use(bench, ({ exportDocument }) => exportDocument(bench, row)),
  effects: {
    // The document itself is taken along whatever cannot be loaded.
    qdesign: (bench) => {
      download(bench, `${bench.ui.value.name || "ansatz"}.qdesign`, bench.exchange.flush(), "application/json");
      bench.host.can.taken?.();
    },
    share: (bench) => later.use(bench, ({ openShare }) => openShare(bench)),
    openqasm: taken("openqasm"),
    qiskit: taken("qiskit"),
    quantikz: taken("quantikz"),
    svg: taken("svg"),
    png: taken("png"),
    pdf: taken("pdf"),
  },
});
