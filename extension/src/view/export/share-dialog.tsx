/** The drawing as a link, over the studio: the person says where the page stands that opens it, once in a browser. */

import { type JSX, render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { Icon } from "../widgets/icons";
import { pageOf } from "../widgets/link";
import { SharePanel } from "../widgets/share";
import type { Workbench } from "../workbench/workbench";

const KEPT = "qdesign.page";

function keptPage(): string {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

function keepPage(said: string): void {
  try {
    if (said) localStorage.setItem(KEPT, said);
    else localStorage.removeItem(KEPT);
  } catch {
    // A frame of another site keeps nothing.
  }
}

/** Opens it; the drawing is shared as it is now. */
export function openShare(bench: Workbench): void {
  if (bench.root.querySelector('[data-part="share"]')) return;
  const holder = document.createElement("div");
  holder.style.display = "contents";
  bench.root.append(holder);
  const close = (): void => {
    render(null, holder);
    holder.remove();
    bench.focusCanvas();
  };
  render(<ShareDialog bench={bench} onClose={close} />, holder);
}

function ShareDialog({ bench, onClose }: { readonly bench: Workbench; readonly onClose: () => void }): JSX.Element {
  const own = bench.host.can.page;
  const [said, setSaid] = useState(() => keptPage() || bench.ui.value.settings.page);
  const [drawing] = useState(() => ({
    name: bench.ui.value.name || "ansatz",
    document: bench.exchange.flush(),
  }));
  const dialog = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const page = own ?? said;
    dialog.current?.querySelector<HTMLElement>(page ? ".qd-share-copy button" : "input")?.focus();
    // Only as it opens.
  }, []);
  const page = own ?? pageOf(said);
  return (
    <div
      class="qd-veil"
      onPointerDown={(event) => event.target === event.currentTarget && onClose()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") onClose();
      }}
    >
      <div ref={dialog} class="qd-dialog qd-share-dialog" role="dialog" aria-modal="true" aria-label="Share">
        <button type="button" class="qd-button" data-icon="" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
        <SharePanel drawing={drawing} page={page ?? ""} save={() => bench.effect("qdesign")}>
          {own === undefined && (
            <PageField
              {...{ said, page }}
              onSay={(now) => {
                setSaid(now);
                if (pageOf(now) !== null) keepPage(now.trim());
              }}
            />
          )}
        </SharePanel>
      </div>
    </div>
  );
}

interface PageFieldProps {
  readonly said: string;
  /** What is read of it; null for no address. */
  readonly page: string | null;
  readonly onSay: (said: string) => void;
}

function PageField({ said, page, onSay }: PageFieldProps): JSX.Element {
  return (
    <>
      <label class="qd-share-page">
        <span>Page that opens it</span>
        <input
          class="qd-field"
          type="url"
          inputMode="url"
          placeholder="https://example.org/qdesign/"
          value={said}
          onInput={(event) => onSay(event.currentTarget.value)}
        />
      </label>
      {page === null ? (
        <p role="alert">This is no address of a page. Those begin with https:// or http://.</p>
      ) : page ? (
        <p>This browser keeps the address. Nothing is sent there.</p>
      ) : (
        <p>
          The studio as static files on a web server of yours: <code>make page</code> makes them. Without an address,
          the link is for <em>Open link…</em> on such a page.
        </p>
      )}
    </>
  );
}
