/**
 * A drawing as the fragment of an address: `#d1.LENGTH.DATA`, where DATA is its name and document, deflated, in
 * base64url, and LENGTH the number of its characters, so that a cut link says so. Nothing of it reaches a server.
 * qdesign/links.py writes and reads the same.
 */

import { Refusal } from "../../document/errors";

/** Characters of the longest link that is made or read; whatever they hold, it is below 7 MB. */
export const MOST = 8192;

const START = "#d1.";

/** A drawing with its name. */
export interface Linked {
  readonly name: string;
  readonly document: string;
}

/** Is it the fragment of a drawing, whole or not? */
export const isLink = (fragment: string): boolean => fragment.startsWith("#d") && fragment !== "#draw";

/** The fragment for a drawing, however long it comes out. */
export async function linkOf({ name, document }: Linked): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([name, JSON.parse(document)]));
  const packed = await through(bytes, new CompressionStream("deflate"));
  const letters = Array.from(packed, (byte) => String.fromCharCode(byte)).join("");
  const data = btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${START}${data.length}.${data}`;
}

/** The drawing of a fragment; refuses in words what was cut, changed or is too long. */
export async function readLink(fragment: string): Promise<Linked> {
  const ways = "Ask for the link again, or for the drawing as a file.";
  const count = fragment.length.toLocaleString("en");
  if (fragment.length > MOST)
    throw new Refusal(
      "InvalidText",
      `This link has ${count} characters; links hold ${MOST.toLocaleString("en")}. ${ways}`,
    );
  const [, newer] = /^#d([2-9]|[1-9]\d)\./.exec(fragment) ?? [];
  if (newer)
    throw new Refusal(
      "InvalidText",
      `This link is of version ${newer}, and this page reads version 1. Load the page again, or ask for a file.`,
    );
  const [, length, data] = /^#d1\.(\d{1,5})\.([\w-]*)$/.exec(fragment) ?? [];
  const cut = length === undefined ? isStart(fragment) : (data ?? "").length < Number(length);
  if (cut) throw new Refusal("InvalidText", `This link was cut off after ${count} characters. ${ways}`);
  try {
    if (data === undefined || data.length > Number(length)) throw new Error("more than was said");
    const letters = atob(data.replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const bytes = await through(packed, new DecompressionStream("deflate"));
    const parts: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (!Array.isArray(parts) || parts.length !== 2 || typeof parts[0] !== "string") throw new Error("no name");
    return { name: parts[0].slice(0, 80), document: JSON.stringify(parts[1]) };
  } catch {
    throw new Refusal(
      "InvalidText",
      `This link does not hold a drawing: some of its characters are not as they were. ${ways}`,
    );
  }
}

/** An address of a page as it stands before a fragment; null for what is none. */
export function pageOf(said: string): string | null {
  if (!said.trim()) return "";
  try {
    const { protocol, origin, pathname } = new URL(said.trim());
    if (protocol !== "https:" && protocol !== "http:") return null;
    const path = pathname.replace(/index\.html$/, "");
    // A folder, so that what is beside the page can be named; a file stays one.
    return origin + (path.endsWith("/") || path.slice(path.lastIndexOf("/")).includes(".") ? path : `${path}/`);
  } catch {
    return null;
  }
}

/** Was a link cut before its data begins? */
const isStart = (fragment: string): boolean => START.startsWith(fragment) || /^#d1\.\d{0,5}$/.test(fragment);

async function through(bytes: Uint8Array, transform: CompressionStream): Promise<Uint8Array> {
  const stream = new Blob([bytes.slice().buffer as ArrayBuffer]).stream().pipeThrough(transform);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
