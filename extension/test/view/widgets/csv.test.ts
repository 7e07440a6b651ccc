import { expect, it } from "vitest";

import { csvText } from "../../../src/view/widgets/csv";

it("quotes what would end a cell, and ends lines as RFC 4180 has them", () => {
  expect(
    csvText([
      ["b a", "count"],
      ["1 01", 7],
      ['x,"y"', "two\nlines"],
    ]),
  ).toBe('b a,count\r\n1 01,7\r\n"x,""y""","two\nlines"\r\n');
});
