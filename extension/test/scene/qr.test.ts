import { createHash } from "node:crypto";
import { expect, it } from "vitest";

import { QR_BYTES, qrPath, qrRows } from "../../src/scene/qr";

const text = (length: number): string => "https://x/#".slice(0, length).padEnd(length, "aZ9-_bq");
const drawn = (length: number): string[] => (qrRows(text(length)) ?? []).map((row) => row.join(""));

// Another reader of codes (zxing-cpp) took each of these for its text when they were written down.
it.each([
  [17, 21, "8d0f695df01edbb9"],
  [130, 41, "dac9f6489394a26f"],
  [500, 77, "8e73c5601b1bfb50"],
  [2953, 177, "5e4fcec112b33558"],
])("draws a text of %i bytes as cameras read it", (length, side, digest) => {
  const rows = drawn(length);
  expect(rows).toHaveLength(side);
  expect(createHash("sha256").update(rows.join("\n")).digest("hex").slice(0, 16)).toBe(digest);
});

it("holds as many bytes as it says, and no more", () => {
  expect(qrRows(text(QR_BYTES))).not.toBeNull();
  expect(qrRows(text(QR_BYTES + 1))).toBeNull();
  expect(qrRows("é".repeat(QR_BYTES / 2 + 1))).toBeNull();
});

it("is a path of dark squares", () => {
  expect(qrPath([Uint8Array.from([1, 0, 1])])).toBe("M0 0h1v1h-1ZM2 0h1v1h-1Z");
});
