/** A drawing as a link, as a code for the projector, as a frame for a course page, or as a file. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { QR_BYTES, qrPath, qrRows } from "../../scene/qr";
import { Icon } from "./icons";
import { type Linked, linkOf, MOST } from "./link";

const count = (number: number): string => number.toLocaleString("en");

interface SharePanelProps {
  readonly drawing: Linked;
  /** The address of a page with no server; empty for none: the link is then what *Open link…* of such a page takes. */
  readonly page: string;
  /** Offers the drawing as a file. */
  readonly save: () => void;
  /** What stands below the title. */
  readonly children?: ComponentChildren;
}

export function SharePanel({ drawing, page, save, children }: SharePanelProps): JSX.Element {
  const [fragment, setFragment] = useState("");
  const [shown, setShown] = useState<"" | "code" | "frame">("");
  useEffect(() => {
    let open = true;
    void linkOf(drawing).then((made) => open && setFragment(made));
    return () => {
      open = false;
    };
  }, [drawing.name, drawing.document]);
  const long = fragment.length > MOST;
  const link = page + fragment;
  return (
    <div class="qd-share" data-part="share">
      <h2>
        Share{" "}
        <span class="qd-quiet" translate={false}>
          {drawing.name}
        </span>
      </h2>
      {children}
      {long ? (
        <p role="status">
          A link holds {count(MOST)} characters, and this drawing needs {count(fragment.length)}. Share it as a file.
        </p>
      ) : (
        <>
          <Copied label="Link" text={fragment && link} />
          <p>
            The drawing is in the link: {count(fragment.length)} of {count(MOST)} characters
          </p>
          <progress max={MOST} value={fragment.length} aria-label="Length of the link" />
        </>
      )}
      <div class="qd-share-ways">
        {!long && page && (
          <>
            <button
              type="button"
              class="qd-button"
              aria-pressed={shown === "code"}
              onClick={() => setShown(shown === "code" ? "" : "code")}
            >
              QR code
            </button>
            <button
              type="button"
              class="qd-button"
              aria-pressed={shown === "frame"}
              onClick={() => setShown(shown === "frame" ? "" : "frame")}
            >
              Embed
            </button>
          </>
        )}
        <button type="button" class="qd-button" data-look={long || !page ? "line" : undefined} onClick={save}>
          Save file
        </button>
      </div>
      {!long && page && shown === "code" && <Code link={link} />}
      {!long && page && shown === "frame" && (
        <>
          <p>In a course page: a frame, or a script that makes one.</p>
          <Copied
            label="Frame for a course page"
            text={`<iframe src="${page}?embed${fragment}" width="100%" height="600" title="qdesign"></iframe>`}
          />
          <Copied
            label="Script for a course page"
            text={`<script src="${page}embed.js" data-link="${fragment}" data-height="600"></script>`}
          />
        </>
      )}
    </div>
  );
}

function Copied({ label, text }: { readonly label: string; readonly text: string }): JSX.Element {
  const [said, setSaid] = useState("Copy");
  useEffect(() => setSaid("Copy"), [text]);
  return (
    <div class="qd-share-copy">
      <input class="qd-field" readOnly aria-label={label} value={text} onFocus={(e) => e.currentTarget.select()} />
      <button
        type="button"
        class="qd-button"
        data-look="line"
        disabled={!text}
        onClick={(event) => {
          const field = event.currentTarget.previousElementSibling as HTMLInputElement;
          // Without a secure address there is no clipboard: what is marked can be copied by hand.
          field.select();
          const done = navigator.clipboard?.writeText(text);
          if (done)
            done.then(
              () => setSaid("Copied"),
              () => setSaid("Ctrl+C"),
            );
          else setSaid("Ctrl+C");
        }}
      >
        <Icon name="link" size={14} /> {said}
      </button>
    </div>
  );
}

function Code({ link }: { readonly link: string }): JSX.Element {
  const rows = qrRows(link);
  if (!rows)
    return (
      <p role="status">
        A QR code holds {count(QR_BYTES)} characters, and this link has {count(link.length)}.
      </p>
    );
  const side = rows.length + 8;
  return (
    <svg class="qd-share-code" viewBox={`-4 -4 ${side} ${side}`} role="img" aria-label="QR code of the link">
      <rect x={-4} y={-4} width={side} height={side} fill="#fff" />
      <path d={qrPath(rows)} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}
