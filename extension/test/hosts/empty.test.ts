import { expect, it } from "vitest";

import { loads } from "../../src/document/read";
import { dumps } from "../../src/document/write";
import { EMPTY_DOCUMENT } from "../../src/hosts/empty";

it("writes an empty document as the studio does, so that nothing drawn is nothing to save", () => {
  expect(dumps(loads(EMPTY_DOCUMENT))).toBe(EMPTY_DOCUMENT);
});
