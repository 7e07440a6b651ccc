import { beforeEach, expect, it, vi } from "vitest";

import { forked, isChangedElsewhere, keepDrawing, keptDrawings } from "../../src/hosts/drawings";
import { EMPTY_DOCUMENT } from "../../src/hosts/empty";

const own = { id: "a", name: "Bell pair", document: EMPTY_DOCUMENT };

beforeEach(() => {
  const storage: Record<string, string> = {};
  const put = (key: string, text: string): string => (storage[key] = text);
  Object.defineProperty(storage, "getItem", { value: (key: string) => storage[key] ?? null });
  Object.defineProperty(storage, "setItem", { value: put });
  Object.defineProperty(storage, "removeItem", { value: (key: string) => delete storage[key] });
  vi.stubGlobal("localStorage", storage);
});

it("sees that another tab wrote a drawing, however its own text was spaced", () => {
  expect(isChangedElsewhere(own)).toBe(false);
  keepDrawing({ ...own, document: ` ${EMPTY_DOCUMENT}\n`, time: 1 });
  expect(isChangedElsewhere(own)).toBe(false);
  keepDrawing({ ...own, document: '{"another": 1}', time: 2 });
  expect(isChangedElsewhere(own)).toBe(true);
});

it("goes on under an id and a name that no drawing has", () => {
  const second = forked(own);
  expect(second).toMatchObject({ name: "Bell pair 2", document: own.document });
  expect(second.id).not.toBe(own.id);
  keepDrawing({ ...second, time: 1 });
  keepDrawing({ ...own, time: 2 });
  expect(forked(own).name).toBe("Bell pair 3");
  expect(forked(second).name).toBe("Bell pair 3");
  expect(keptDrawings().map(({ name }) => name)).toEqual(["Bell pair", "Bell pair 2"]);
});
