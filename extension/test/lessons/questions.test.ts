/** Questions of lessons that are made. */

import { expect, it } from "vitest";

import { predictionOf } from "../../src/lessons/making";

it("has a question whose number may be off by what is typed, or by a little", () => {
  const asked = { question: "How many?", choices: "", answer: "2.5" };
  expect(predictionOf({ ...asked, tolerance: "" }).tolerance).toBe(0.001);
  expect(predictionOf({ ...asked, tolerance: " 0,25 " }).tolerance).toBe(0.25);
  expect(predictionOf({ ...asked, tolerance: "x" }).tolerance).toBeNaN();
  expect(predictionOf({ ...asked, choices: "1, 2.5", tolerance: "0.1" }).tolerance).toBeUndefined();
});
