import { expect, it } from "vitest";

import { isLink, linkOf, MOST, pageOf, readLink } from "../../../src/view/widgets/link";

const DRAWING = { name: "Größe ψ", document: '{"format":"qdesign","version":2,"words":"θ"}' };

it("brings a drawing and its name back, in characters that an address takes", async () => {
  const link = await linkOf({ ...DRAWING, document: DRAWING.document.replaceAll(",", ",\n ") });
  expect(link).toMatch(/^#d1\.\d+\.[\w-]+$/);
  expect(await readLink(link)).toEqual(DRAWING);
});

it("says of a link that is cut anywhere after how many characters it was", async () => {
  const link = await linkOf(DRAWING);
  for (let length = 2; length < link.length; length += 1) {
    const cut = link.slice(0, length);
    expect(isLink(cut)).toBe(true);
    await expect(readLink(cut)).rejects.toThrow(`This link was cut off after ${length} characters.`);
  }
});

it("refuses a link in which a character changed, and takes none for another drawing", async () => {
  const link = await linkOf(DRAWING);
  const start = link.lastIndexOf(".") + 1;
  for (let at = start; at < link.length; at += 1) {
    const other = link[at] === "A" ? "B" : "A";
    const changed = link.slice(0, at) + other + link.slice(at + 1);
    const read = await readLink(changed).catch((error: Error) => error.message);
    // The last character may hold bits that no byte has.
    if (typeof read === "string") expect(read).toContain("not as they were");
    else expect(read).toEqual(DRAWING);
  }
  await expect(readLink(`${link}AB`)).rejects.toThrow("not as they were");
  await expect(readLink("#d1.2.!!")).rejects.toThrow("not as they were");
});

it("refuses what is too long before it reads it", async () => {
  const large = await linkOf({ name: "", document: JSON.stringify(" ".repeat(7_000_000)) });
  expect(large.length).toBeGreaterThan(MOST);
  await expect(readLink(large)).rejects.toThrow(`links hold ${MOST.toLocaleString("en")}`);
});

it("takes the address of a page as people have it, and nothing that is none", () => {
  const page = "https://example.org/qdesign/";
  for (const said of [page, "https://example.org/qdesign", ` ${page}index.html#draw`, `${page}?lang=de#d1.2.AB`])
    expect(pageOf(said)).toBe(page);
  expect(pageOf("http://127.0.0.1:8000")).toBe("http://127.0.0.1:8000/");
  expect(pageOf("https://example.org/a.html")).toBe("https://example.org/a.html");
  expect(pageOf('https://name:word@example.org/"><b>/')).toBe("https://example.org/%22%3E%3Cb%3E/");
  expect(pageOf(" ")).toBe("");
  for (const said of ["example.org", "javascript:alert(1)", "https://", "file:///a"]) expect(pageOf(said)).toBeNull();
});
