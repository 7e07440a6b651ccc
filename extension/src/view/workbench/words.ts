/**
 * Puts another language's words into the page: the one place where they come in (docs/decisions/0035).
 *
 * What is drawn stays English for the studio. Texts and titles are looked up as they come into the page, before they
 * are painted; what is marked `translate="no"`, code and typeset names are left alone.
 */

import german from "../../words/de.json";
import { speaker, tableOf, type Words } from "../../words/table";

export const LANGUAGES: Readonly<Record<string, Words>> = { de: german };

const ATTRIBUTES = ["title", "aria-label", "placeholder", "alt", "aria-description", "aria-valuetext", "data-short"];
/** What is nobody's words but a person's, a program's or a formula's. */
const LEFT = [
  ".qd-still text, style, script, textarea, code, pre, .cm-editor",
  '[class^="qd-text-"], [contenteditable="true"]',
].join(", ");

interface Put {
  /** As it was drawn, and as it is shown. */
  readonly from: string;
  readonly to: string;
}

/** What is looked up in a part of the page. */
export interface Spoken {
  readonly root: HTMLElement;
  readonly language: string;
  readonly words: Words;
  /** Is this a text that the document or a person named? */
  readonly owned: (text: string) => boolean;
}

/** Says a text in the language that is spoken; what it has no words for stays. */
export function sayer({ words, owned }: Pick<Spoken, "words" | "owned">): (text: string) => string {
  const say = speaker(tableOf(words), owned);
  return (text) => say(text) ?? text;
}

/** Speaks a language in a part of the page; returns what takes it back. */
export function speak({ root, language, words, owned }: Spoken): () => void {
  const table = tableOf(words);
  const say = speaker(table, owned);
  const sayDrawn = speaker(table, owned, true);
  const texts = new WeakMap<Text, Put>();
  const attributes = new WeakMap<Element, Map<string, Put>>();
  const isLeft = (element: Element | null): boolean =>
    !element ||
    element.closest("[translate]")?.getAttribute("translate") === "no" ||
    element.closest(LEFT) !== null ||
    element.closest("[data-spoken]") !== root;
  const putText = (node: Text): void => {
    if (texts.get(node)?.to === node.data) return;
    const parent = node.parentElement;
    const from = node.data;
    const to = (parent?.localName === "title" ? sayDrawn : say)(from);
    if (to === null || to === from || isLeft(parent)) return;
    texts.set(node, { from, to });
    node.data = to;
  };
  const putAttribute = (element: Element, name: string): void => {
    const from = element.getAttribute(name);
    if (!from || attributes.get(element)?.get(name)?.to === from) return;
    const to = (element instanceof SVGElement ? sayDrawn : say)(from);
    if (to === null || to === from || isLeft(element)) return;
    const kept = attributes.get(element) ?? new Map<string, Put>();
    attributes.set(element, kept.set(name, { from, to }));
    element.setAttribute(name, to);
  };
  const put = (node: Node): void =>
    each(node, putText, (element) => ATTRIBUTES.forEach((name) => putAttribute(element, name)));
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes, attributeName } of changes) {
      if (type === "characterData" && target instanceof Text) putText(target);
      else if (type === "attributes" && target instanceof Element && attributeName) putAttribute(target, attributeName);
      else addedNodes.forEach((node) => node.isConnected && put(node));
    }
  });
  root.lang = language;
  put(root);
  observer.observe(root, {
    ...{ subtree: true, childList: true, characterData: true, attributes: true },
    attributeFilter: ATTRIBUTES,
  });
  return () => {
    observer.disconnect();
    root.removeAttribute("lang");
    each(
      root,
      (node) => {
        const kept = texts.get(node);
        if (kept?.to === node.data) node.data = kept.from;
      },
      (element) => {
        for (const [name, { from, to }] of attributes.get(element) ?? [])
          if (element.getAttribute(name) === to) element.setAttribute(name, from);
      },
    );
  };
}

function each(node: Node, text: (node: Text) => void, element: (node: Element) => void): void {
  if (node instanceof Text) text(node);
  if (!(node instanceof Element)) return;
  element(node);
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let at = walker.nextNode(); at; at = walker.nextNode()) {
    if (at instanceof Text) text(at);
    else if (at instanceof Element) element(at);
  }
}

/** Fields of values that hold no name; what a check said stands in `message`. */
const NO_NAMES = new Set(["kind", "gate", "id", "intent", "type", "message"]);

/** All texts in values that never change, each value looked at once. */
export class Names {
  private readonly seen = new WeakSet<object>();
  private readonly names = new Set<string>();

  has(text: string): boolean {
    return this.names.has(text);
  }

  take(value: unknown): void {
    if (typeof value === "string") this.names.add(value.trim());
    if (typeof value !== "object" || value === null || this.seen.has(value)) return;
    this.seen.add(value);
    if (value instanceof Map || value instanceof Set) {
      for (const [key, part] of value.entries()) {
        this.take(key);
        this.take(part);
      }
    } else if (Array.isArray(value)) for (const part of value) this.take(part);
    else for (const [key, part] of Object.entries(value)) if (!NO_NAMES.has(key)) this.take(part);
  }
}

export { readWords } from "../../words/own";
