/** The size of an element, as it changes. */

import { useLayoutEffect, useState } from "preact/hooks";

import type { Size } from "../../scene/bars";

export function useSize(element: Element | null): Size {
  const [size, setSize] = useState<Size>({ width: 600, height: 180 });
  useLayoutEffect(() => {
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      const box = element.getBoundingClientRect();
      if (box.width) setSize({ width: box.width, height: box.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
