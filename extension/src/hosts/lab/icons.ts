/** The icon of documents and launcher: a controlled rotation on two wires. */

import { LabIcon } from "@jupyterlab/ui-components";

// Without a fill attribute JupyterLab colors the strokes alone.
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="16">
 <path class="jp-icon3" style="fill: none" stroke="#616161" stroke-width="1.6"
  d="M2 6h20M2 17h4.5M17.5 17H22M12 6v5.5M6.5 13.5v7a2 2 0 0 0 2 2h7
   a2 2 0 0 0 2-2v-7a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2zM9.5 19.5l5-5"/>
 <circle class="jp-icon3" cx="12" cy="6" r="2.6" fill="#616161"/>
</svg>`;

export const ansatzIcon = new LabIcon({ name: "qdesign:ansatz", svgstr: SVG });
