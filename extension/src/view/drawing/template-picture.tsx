/** The picture of a template in a list: drawn once it is seen, on three qubits or as few more as it takes. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";

import type { Document } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { fromQasm } from "../../document/qasm-read";
import { TEMPLATE_PICTURES } from "../../document/template-pictures.generated";
import { useSeen } from "../widgets/use-seen";
import { useWorkbench } from "../workbench/workbench";
import { Picture } from "./still";

/** To the drawing of the studio. */
const SCALE = 0.42;

const drawn = new Map<string, Document | null>();

/** Null where there is none, as of rows that come from elsewhere. */
export function pictured(name: string): Document | null {
  const text = TEMPLATE_PICTURES[name];
  if (text === undefined) return null;
  const known = drawn.get(name);
  if (known !== undefined) return known;
  const read = attempt(() => fromQasm(text));
  const document = "value" in read ? read.value : null;
  drawn.set(name, document);
  return document;
}

export function TemplatePicture({ name }: { readonly name: string }): JSX.Element | null {
  const { measure } = useWorkbench();
  const [see, seen] = useSeen();
  const was = useRef(false);
  was.current ||= seen;
  const document = was.current ? pictured(name) : null;
  if (!(name in TEMPLATE_PICTURES)) return null;
  return (
    <span ref={see} class="qd-picker-picture" aria-hidden="true">
      {document && <Picture document={document} label="" measure={measure} scale={SCALE} />}
    </span>
  );
}
