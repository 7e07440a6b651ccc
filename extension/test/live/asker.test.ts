import { describe, expect, it } from "vitest";

import { Asker } from "../../src/live/asker";
import { Line } from "./line";

describe("an asker", () => {
  it("answers what is open, and what asks later, as cancelled once it is closed", async () => {
    const line = new Line();
    const asker = new Asker(line, null);
    const open = asker.ask<"later">({ ask: "later" });
    asker.dispose();
    expect(await open).toEqual({ kind: "cancelled" });
    expect(await asker.ask<"later">({ ask: "later" })).toEqual({ kind: "cancelled" });
    expect(line.asked).toEqual(["later"]);
  });
});
