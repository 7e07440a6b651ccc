/** A menu below a button, or where a pointer is: its entries, how keys walk in it and what closes it. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Point } from "../../state/state";
import { useWorkbench } from "../workbench/workbench";
import { Icon, type IconName } from "./icons";

/** Px that a menu keeps from the studio's edges. */
const EDGE = 4;

interface ListProps {
  readonly label: string;
  /** Does it hold fields, so that Tab and arrows are theirs? */
  readonly form?: boolean;
  /** Its corner on the page. */
  readonly at: Point;
  /** What a press on does not close it. */
  readonly button?: { readonly current: HTMLElement | null };
  readonly onClose: () => void;
  /** Where the focus goes when keys close it. */
  readonly onBack: () => void;
  readonly children: ComponentChildren;
}

/** The entries; arrows walk, Escape and Tab close, so does a press elsewhere. */
export function MenuList({ label, form = false, at, button, onClose, onBack, children }: ListProps): JSX.Element {
  const bench = useWorkbench();
  const menu = useRef<HTMLDivElement>(null);
  const about = { role: form ? "dialog" : "menu", "aria-label": label } as const;
  const entries = (): readonly HTMLElement[] => [
    ...(menu.current?.querySelectorAll<HTMLElement>(form ? "select" : "button:not(:disabled)") ?? []),
  ];
  useLayoutEffect(() => {
    const element = menu.current;
    if (!element) return undefined;
    let focused = false;
    const settle = (): void => {
      const root = bench.root.getBoundingClientRect();
      const put = (from: number, room: number, size: number): number =>
        Math.max(EDGE, Math.min(from, room - size - EDGE));
      // Whatever it is placed in, it stands at its corner of the page.
      element.style.left = element.style.top = "0px";
      const origin = element.getBoundingClientRect();
      const [width, height] = [element.offsetWidth, element.offsetHeight];
      element.style.left = `${root.left - origin.left + put(at.x - root.left, root.width, width)}px`;
      element.style.top = `${root.top - origin.top + put(at.y - root.top, root.height, height)}px`;
      // At once, so that keys pressed next go there.
      const [first] = entries();
      if (!focused) first?.focus({ preventScroll: true });
      focused ||= first !== undefined;
    };
    settle();
    // What is loaded on request comes later and makes it larger.
    const observer = new ResizeObserver(settle);
    observer.observe(element);
    return () => observer.disconnect();
  }, [at]);
  useEffect(() => {
    const away = (event: Event): void => {
      const path = event.composedPath();
      if (![menu.current, button?.current].some((each) => each && path.includes(each))) onClose();
    };
    window.addEventListener("pointerdown", away, true);
    return () => window.removeEventListener("pointerdown", away, true);
  }, [at]);
  const keys = (event: KeyboardEvent): void => {
    const steps = { ArrowDown: 1, ArrowUp: -1, Home: 0, End: 0 };
    if (event.key === "Escape" || (event.key === "Tab" && !form)) {
      event.preventDefault();
      event.stopPropagation();
      onClose();
      onBack();
    }
    if (form || !(event.key in steps)) return;
    event.preventDefault();
    event.stopPropagation();
    const items = entries();
    const root = menu.current?.getRootNode() as Document | ShadowRoot | undefined;
    const now = items.indexOf(root?.activeElement as HTMLElement);
    const next = event.key === "Home" ? 0 : event.key === "End" ? -1 : now + (event.key === "ArrowDown" ? 1 : -1);
    items.at(next % Math.max(1, items.length))?.focus();
  };
  return (
    <div
      ref={menu}
      class="qd-menu"
      {...about}
      onKeyDown={keys}
      onContextMenu={(event) => {
        // The menu has no menu; with Shift the browser shows its own.
        if (event.shiftKey) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {children}
    </div>
  );
}

/** A button with a menu, or a form, below it. */
export function Menu({
  label,
  title,
  icon,
  form = false,
  arrow = form,
  children,
}: {
  /** Does it hold fields? */
  readonly form?: boolean;
  /** Is the button an arrow alone? */
  readonly arrow?: boolean;
  readonly label: string;
  readonly title: string;
  readonly icon?: IconName;
  readonly children: (close: () => void) => ComponentChildren;
}): JSX.Element {
  const [at, setAt] = useState<Point | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => setAt(null);
  const toggle = (): void => {
    const box = button.current?.getBoundingClientRect();
    setAt(at || !box ? null : { x: box.left, y: box.bottom + 4 });
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="qd-button"
        data-icon={arrow ? "" : undefined}
        aria-haspopup={form ? "dialog" : "menu"}
        aria-expanded={at !== null}
        aria-label={arrow ? label : undefined}
        title={title}
        onClick={toggle}
      >
        {icon && <Icon name={icon} size={14} />}
        {!arrow && <span>{label}</span>} <Icon name="down" size={12} />
      </button>
      {at && (
        <MenuList
          label={label}
          form={form}
          at={at}
          button={button}
          onClose={close}
          onBack={() => button.current?.focus()}
        >
          {children(close)}
        </MenuList>
      )}
    </>
  );
}
