import { describe, expect, it } from "vitest";

import { Asker } from "../../../src/live/asker";
import { modulesOf } from "../../../src/view/workbench/on-request";
import { Line } from "../../live/line";

/** What a studio asks with, and its line. */
function studio(): {
  readonly line: Line;
  readonly asker: Asker;
  readonly scripts: Parameters<typeof modulesOf>[0]["scripts"];
} {
  const line = new Line();
  return { line, asker: new Asker(line, null), scripts: { VERSION: "", shared: () => [] } };
}

describe("a script that is loaded on request", () => {
  it("is asked for again after it failed", async () => {
    const { line, ...bench } = studio();
    const first = modulesOf(bench, "later");
    line.fail();
    expect(await first).toBeNull();
    const second = modulesOf(bench, "later");
    line.fail();
    expect(await second).toBeNull();
    expect(line.asked).toEqual(["later", "later"]);
  });

  it("is asked for by the next studio where the one that asked is closed", async () => {
    const [one, two] = [studio(), studio()];
    const first = modulesOf(one, "later");
    const second = modulesOf(two, "later");
    expect(two.line.asked).toEqual([]);
    one.asker.dispose();
    expect(await first).toBeNull();
    await expect.poll(() => two.line.asked).toEqual(["later"]);
    two.line.fail();
    expect(await second).toBeNull();
  });

  it("waits for no studio that was closed while it waited", async () => {
    const [one, two, three] = [studio(), studio(), studio()];
    const waiting = [modulesOf(one, "later"), modulesOf(two, "later")];
    two.asker.dispose();
    one.asker.dispose();
    expect(await Promise.all(waiting)).toEqual([null, null]);
    const third = modulesOf(three, "later");
    expect(three.line.asked).toEqual(["later"]);
    three.line.fail();
    expect(await third).toBeNull();
  });
});
