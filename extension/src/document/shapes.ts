/** JSON that is kept as it is: checked against its part of the schema; as qdesign/shapes.py. */

import { Refusal } from "./errors";
import { isList, type Json } from "./json";
import { SHAPES } from "./schema.generated";

interface Shape {
  readonly $ref?: string;
  readonly enum?: readonly string[];
  readonly type?: "object" | "array" | "string" | "boolean" | "number" | "integer";
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: boolean | Shape;
  readonly items?: Shape;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
}

const NAMED: ReadonlyMap<string, Shape> = new Map(Object.entries(SHAPES));
const WORDS: Readonly<Record<NonNullable<Shape["type"]>, string>> = {
  object: "an object",
  array: "a list",
  string: "a text",
  boolean: "true or false",
  number: "a number",
  integer: "a whole number",
};

/** The value, when it has the shape of a named part of the schema. */
export function checkShape(value: Json, path: string, name: string): Json {
  check(value, path, NAMED.get(name) ?? {});
  return value;
}

function fail(path: string, what: string): never {
  throw new Refusal("InvalidDocument", `At ${path}: ${what}`, { path });
}

function check(value: Json, path: string, shape: Shape): void {
  if (shape.$ref !== undefined) {
    check(value, path, NAMED.get(shape.$ref.slice(shape.$ref.lastIndexOf("/") + 1)) ?? {});
    return;
  }
  if (shape.enum && !(typeof value === "string" && shape.enum.includes(value))) {
    fail(path, `this is not one of ${shape.enum.join(", ")}.`);
  }
  if (shape.type !== undefined && !isA(value, shape.type)) fail(path, `${WORDS[shape.type]} is expected.`);
  if (typeof value === "number") checkBounds(value, path, shape);
  else if (typeof value === "string" && shape.type === "string") {
    // Python counts code points.
    checkSize([...value].length, path, { low: shape.minLength, high: shape.maxLength });
  } else if (isList(value)) {
    checkSize(value.length, path, { high: shape.maxItems });
    value.forEach((item, k) => {
      check(item, `${path}/${k}`, shape.items ?? {});
    });
  } else if (value instanceof Map) checkObject(value as ReadonlyMap<string, Json>, path, shape);
}

function checkObject(value: ReadonlyMap<string, Json>, path: string, shape: Shape): void {
  checkSize(value.size, path, { high: shape.maxProperties });
  for (const key of shape.required ?? []) if (!value.has(key)) fail(path, `'${key}' is missing.`);
  const named = new Map(Object.entries(shape.properties ?? {}));
  for (const [key, item] of value) {
    const inner = `${path}/${key.slice(0, 60)}`;
    const own = named.get(key);
    if (own) check(item, inner, own);
    else if (shape.additionalProperties === false) {
      fail(path, `'${key.slice(0, 60)}' is not known here; known are ${[...named.keys()].join(", ")}.`);
    } else if (typeof shape.additionalProperties === "object") check(item, inner, shape.additionalProperties);
  }
}

function isA(value: Json, type: NonNullable<Shape["type"]>): boolean {
  switch (type) {
    case "object":
      return value instanceof Map;
    case "array":
      return isList(value);
    case "integer":
      return Number.isSafeInteger(value);
    default:
      return typeof value === type;
  }
}

function checkBounds(value: number, path: string, { minimum = -Infinity, maximum = Infinity }: Shape): void {
  if (!(value >= minimum && value <= maximum)) fail(path, `${value} is out of bounds.`);
}

function checkSize(
  size: number,
  path: string,
  { low = 0, high = Infinity }: { readonly low?: number | undefined; readonly high?: number | undefined },
): void {
  if (size < low || size > high) fail(path, `its size is ${size}; ${low} to ${high} are allowed.`);
}
