/** The way in: the code, the address and the code to scan. */

import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";

import { qrPath, qrRows } from "../../scene/qr";
import type { Snapshot } from "./class.generated";
import { joinLink, shortAddress } from "./model";

export function WayIn({ snapshot }: { readonly snapshot: Snapshot }): JSX.Element {
  const { addresses, code, joining, is_open: open } = snapshot;
  const [scanned, scan] = useState(false);
  const [address = ""] = addresses;
  const alone = /\/\/(?:localhost|127\.0\.0\.1)[:/]/.test(address);
  const page = address.endsWith("/page/");
  if (!open)
    return (
      <section class="qd-class-way" aria-label="Join">
        <h2>Ended</h2>
      </section>
    );
  return (
    <section class="qd-class-way" aria-label="Join" data-scanned={scanned ? "" : undefined}>
      <h2>{joining ? "Join" : "Nobody may join now"}</h2>
      <p class="qd-class-word">{code}</p>
      <p class="qd-class-address">{shortAddress(address)}</p>
      {page && (
        <button
          type="button"
          class="qd-button qd-class-scan"
          data-look="line"
          aria-expanded={scanned}
          onClick={() => scan(!scanned)}
        >
          QR code
        </button>
      )}
      {page && <QrCode text={joinLink(snapshot)} />}
      {alone && (
        <p class="qd-quiet">
          Only this machine reaches that address. Start the class with --address 0.0.0.0 for others.
        </p>
      )}
      {!page && <p class="qd-quiet">In the studio: Join a class…, with this address and code.</p>}
    </section>
  );
}

function QrCode({ text }: { readonly text: string }): JSX.Element | null {
  const drawn = useMemo(() => {
    const rows = qrRows(text);
    return rows && { side: rows.length, path: qrPath(rows) };
  }, [text]);
  if (!drawn) return null;
  const side = drawn.side + 8;
  return (
    <svg class="qd-class-qr" viewBox={`-4 -4 ${side} ${side}`} role="img" aria-label={`QR code: ${text}`}>
      <rect x={-4} y={-4} width={side} height={side} fill="#fff" />
      <path d={drawn.path} fill="#14171c" shape-rendering="crispEdges" />
    </svg>
  );
}
