/** The question before a kit is installed: what it downloads and where to. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

import type { Provider } from "../../port";
import { count } from "../../scene/describe";

export function InstallQuestion({
  provider,
  onInstall,
  onLeave,
}: {
  readonly provider: Provider;
  readonly onInstall: () => void;
  readonly onLeave: () => void;
}): JSX.Element {
  const { title, packages, folder, megabytes } = provider;
  const size = megabytes > 0 ? ` They take about ${megabytes} MB there.` : "";
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector("button")?.focus(), [provider.name]);
  return (
    <div
      ref={box}
      class="qd-send-install"
      role="alertdialog"
      aria-label={`Install the kit for ${title}?`}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onLeave();
      }}
    >
      <p>
        Jobs go to {title} through its kit. Installing it downloads {count(packages.length, "package")} from PyPI
        {packages.length > 0 && ` (${packages.slice(0, 3).join(", ")}${packages.length > 3 ? ", …" : ""})`} into{" "}
        <code>{folder}</code>, each checked by its hash.{size} Nothing else on this machine changes.
      </p>
      <button type="button" class="qd-button" data-look="main" onClick={onInstall}>
        Install
      </button>
      <button type="button" class="qd-button" data-look="line" onClick={onLeave}>
        Not now
      </button>
    </div>
  );
}
