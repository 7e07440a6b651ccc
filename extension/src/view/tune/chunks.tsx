/** A long list of rows, of which only those near the window are made. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** Rows that are made together; a list with fewer than a few of these is made whole. */
const CHUNK = 50;
const FEW = 200;
/** Px that rows are made ahead of the window. */
const AHEAD = "600px 0px";
const ROW = 27;

export function Chunks({
  rows,
  open,
}: {
  readonly rows: readonly ComponentChildren[];
  /** A row that is made in any case. */
  readonly open: number;
}): JSX.Element {
  if (rows.length <= FEW) return <>{rows}</>;
  const count = Math.ceil(rows.length / CHUNK);
  return (
    <>
      {Array.from({ length: count }, (_, k) => (
        <Chunk
          key={k}
          rows={rows.slice(k * CHUNK, (k + 1) * CHUNK)}
          isMade={k === 0 || k === Math.floor(open / CHUNK)}
        />
      ))}
    </>
  );
}

function Chunk({
  rows,
  isMade,
}: {
  readonly rows: readonly ComponentChildren[];
  readonly isMade: boolean;
}): JSX.Element {
  const element = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  const tall = useRef(ROW * rows.length);
  useEffect(() => {
    const box = element.current;
    if (!box) return undefined;
    const observer = new IntersectionObserver(
      (seen) => {
        const isNear = seen.some((each) => each.isIntersecting);
        if (!isNear && box.childElementCount) tall.current = box.getBoundingClientRect().height;
        setNear(isNear);
      },
      { rootMargin: AHEAD },
    );
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  const made = near || isMade;
  return (
    <div ref={element} style={made ? undefined : { height: `${tall.current}px`, flex: "none" }}>
      {made ? rows : null}
    </div>
  );
}
