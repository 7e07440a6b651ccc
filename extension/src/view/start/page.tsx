/** The page with no server around the studio: where one is, the start screen, what is shared. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { DEFAULT_SETTINGS } from "../../port";
import { Icon } from "../widgets/icons";
import type { Linked } from "../widgets/link";
import { SharePanel } from "../widgets/share";
import { type Cell, usePart } from "../workbench/cell";
import { CHOSEN, chooseLanguage, languageOf } from "../workbench/language";
import type { PageProps, PageState, Place } from "./model";
import { StartScreen } from "./start";

const TABS: readonly (readonly [Place, string])[] = [
  ["start", "Start"],
  ["drawing", "Drawing"],
  ["lessons", "Lessons"],
  ["keys", "Keys"],
  ["about", "About"],
];

export function PageFrame({ state, acts, measure }: PageProps): JSX.Element {
  const place = usePart(state, ({ place: at }) => at);
  const open = usePart(state, ({ open: is }) => is);
  const refused = usePart(state, ({ refused: why }) => why);
  const [sharing, setSharing] = useState<Linked | null>(null);
  const tabs = TABS.filter(([at]) => open || at !== "drawing");
  const studio = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (studio.current) acts.hold(studio.current);
  }, [acts]);
  useEffect(() => setSharing(null), [place, open]);
  return (
    <>
      <header class="qd-page-head">
        <Logo />
        <nav aria-label="Page">
          {tabs.map(([at, title]) => (
            <button
              key={at}
              type="button"
              class="qd-page-tab"
              data-place={at}
              aria-current={place === at ? "page" : undefined}
              onClick={() => acts.go(at)}
            >
              {title}
            </button>
          ))}
          {acts.docs && (
            <a class="qd-page-tab" href={acts.docs}>
              Docs
            </a>
          )}
        </nav>
        <span class="qd-space" />
        {place !== "drawing" ? (
          <Works state={state} size={acts.size} />
        ) : (
          <button
            type="button"
            class="qd-button qd-page-share"
            data-look="line"
            aria-label="Share"
            aria-expanded={sharing !== null}
            onClick={() => setSharing(sharing ? null : acts.now())}
          >
            <Icon name="link" size={14} /> <span>Share</span>
          </button>
        )}
      </header>
      {refused && (
        <div class="qd-page-refused" role="alert">
          <span>{refused}</span>
          <button type="button" class="qd-button" data-icon="" aria-label="Close" onClick={() => acts.refuse("")}>
            <Icon name="close" size={14} />
          </button>
        </div>
      )}
      <main class="qd-page-main">
        <div class="qd-page-studio" ref={studio} inert={place !== "drawing"} data-away={place !== "drawing"} />
        {place === "start" && <StartScreen state={state} acts={acts} measure={measure} />}
        {place !== "start" && place !== "drawing" && <Late {...{ state, acts, measure, place }} />}
        {sharing && (
          <aside class="qd-page-sharing" aria-label="Share" onKeyDown={(e) => e.key === "Escape" && setSharing(null)}>
            <SharePanel drawing={sharing} page={acts.address} save={() => acts.save(sharing)} />
          </aside>
        )}
      </main>
      {place !== "drawing" && <Foot state={state} version={acts.version} />}
    </>
  );
}

/** A page that is loaded on request. */
function Late({ place, ...props }: PageProps & { readonly place: Exclude<Place, "start" | "drawing"> }): JSX.Element {
  const pages = usePart(props.state, (now) => now.pages);
  if (pages === null || typeof pages === "string")
    return (
      <div class="qd-page-late qd-off" role={pages ? "alert" : "status"}>
        {pages ?? "Loading…"}
      </div>
    );
  const { Lessons, Keys, About, commands } = pages;
  return (
    <div class="qd-page-late" key={place} tabIndex={0} role="region" aria-label={place}>
      {place === "lessons" && <Lessons {...props} pages={pages} />}
      {place === "keys" && <Keys commands={commands} />}
      {place === "about" && <About {...props} />}
    </div>
  );
}

function Logo(): JSX.Element {
  const turns = [0, 60, 120];
  return (
    <span class="qd-page-logo">
      <svg width={16} height={16} viewBox="-8 -8 16 16" fill="none" stroke="currentColor" aria-hidden="true">
        {turns.map((turn) => (
          <ellipse key={turn} rx={7} ry={2.8} stroke-width={1.1} transform={`rotate(${turn})`} />
        ))}
        <circle r={1.5} fill="currentColor" stroke="none" />
      </svg>
      qdesign
    </span>
  );
}

function Works({ state, size }: { readonly state: Cell<PageState>; readonly size: string }): JSX.Element {
  const member = usePart(state, (now) => now.member);
  if (member)
    return (
      <span class="qd-page-promise" data-class="">
        <span class="qd-badge" data-tone="ok" translate={false}>
          {member}
        </span>
        <span class="qd-quiet">In the class: what you draw for it is sent to it</span>
      </span>
    );
  return (
    <span class="qd-page-promise">
      <span class="qd-badge" data-tone="ok">
        <Icon name="check" size={11} /> works without a server
      </span>
      <span class="qd-quiet">{size} KiB, nothing leaves this page</span>
    </span>
  );
}

function Foot({ state, version }: { readonly state: Cell<PageState>; readonly version: string }): JSX.Element {
  const offline = usePart(state, ({ offline: is }) => is);
  const usable = usePart(state, ({ usable: seconds }) => seconds);
  return (
    <footer class="qd-page-foot">
      <span>qdesign {version} · BSD-3-Clause</span>
      <span role="status">
        {usable !== null && `Ready after ${usable.toFixed(1)} s · `}
        {offline ? "kept for offline use" : "not kept for offline use yet"}
      </span>
      <OtherLanguage />
    </footer>
  );
}

/** Each language calls the other by its own name. */
function OtherLanguage(): JSX.Element {
  const chosen = usePart(CHOSEN, (choice) => (choice ?? languageOf(DEFAULT_SETTINGS)).language);
  const [language, name] = chosen === "de" ? ["en", "English"] : ["de", "Deutsch"];
  return (
    <button
      type="button"
      class="qd-link"
      lang={language}
      translate={false}
      onClick={() => chooseLanguage({ language })}
    >
      {name}
    </button>
  );
}
