import fc from "fast-check";
import { payloads, strangers } from "./payloads";

/** What this reads of a JSON Schema as Zod writes it. */
export type Schema = {
  type?: string; const?: unknown; enum?: unknown[]; anyOf?: Schema[]; oneOf?: Schema[]; format?: string; pattern?: string;
  properties?: Record<string, Schema>; required?: string[]; propertyNames?: Schema; additionalProperties?: boolean | Schema;
  items?: Schema; minItems?: number; maxItems?: number; minLength?: number; maxLength?: number; minimum?: number; maximum?: number;
};

/** Values that stand in the database, by the name of their column, and every id of every table. */
export type Known = { ids: readonly string[]; byName: ReadonlyMap<string, readonly string[]> };

const aliases: Record<string, string> = { itemCode: "code", item: "code", division: "divisionCode", department: "departmentId", session: "sessionId", reception: "id", token: "idHash" };

/** Inputs that a procedure might take: of the shape it asks for, with ids and words that exist. */
export function fitting(schema: Schema, known: Known, name = "", depth = 0): fc.Arbitrary<unknown> {
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return depth > 8 ? fc.constant(null) : fc.oneof(...options.map((one) => fitting(one, known, name, depth + 1)));
  return (makers[schema.type ?? ""] ?? anything)(schema, known, { name, depth });
}

type At = { name: string; depth: number };

const anything = () => fc.oneof(fc.constantFrom(...payloads), fc.constantFrom(...strangers));

const makers: Partial<Record<string, (schema: Schema, known: Known, at: At) => fc.Arbitrary<unknown>>> = {
  object: (schema, known, { depth }) => object(schema, known, depth),
  array: ({ items = {}, minItems = 0, maxItems = 4 }, known, { name, depth }) =>
    fc.array(depth > 8 ? fc.constant(null) : fitting(items, known, name, depth + 1), { minLength: minItems, maxLength: Math.min(maxItems, Math.max(minItems, 4)) }),
  string: (schema, known, { name }) => text(schema, known, name),
  integer: ({ minimum = 0, maximum = 9 }) => fc.oneof(fc.integer({ min: Math.max(minimum, -1e9), max: Math.min(maximum, Number.MAX_SAFE_INTEGER) }), fc.constantFrom(minimum, maximum)),
  number: ({ minimum = -1e6, maximum = 1e6 }) => fc.double({ min: minimum, max: maximum, noNaN: true }),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
};

function object({ properties = {}, required = [], additionalProperties, propertyNames }: Schema, known: Known, depth: number): fc.Arbitrary<unknown> {
  const entries = Object.entries(properties).filter(([name]) => depth <= 8 || required.includes(name));
  const record = fc.record(Object.fromEntries(entries.map(([name, schema]) => [name, fitting(schema, known, name, depth + 1)])), { requiredKeys: required.filter((name) => name in properties) });
  if (typeof additionalProperties !== "object" || depth > 8) return record;
  const keys = propertyNames ? fitting(propertyNames, known).map(String) : fc.constantFrom("shopName", "remarks", "a.b", "m1", "__proto__");
  return fc.tuple(record, fc.dictionary(keys, fitting(additionalProperties, known, "", depth + 1), { maxKeys: 4 })).map(([fixed, more]) => ({ ...more, ...fixed }));
}

function text({ format, pattern, minLength = 0, maxLength = 200 }: Schema, known: Known, name: string): fc.Arbitrary<string> {
  const named = known.byName.get(aliases[name] ?? name);
  const ways: fc.Arbitrary<string>[] = named && named.length > 0 ? [fc.constantFrom(...named)] : [];
  if (format === "uuid") ways.push(fc.constantFrom(...known.ids), fc.uuid());
  else if (format === "date") ways.push(fc.constantFrom("2026-03-02", "2026-02-28", "0000-01-01", "0001-01-01", "9999-12-31", "2026-12-31"));
  else if (format === "date-time") ways.push(fc.constantFrom("2026-03-02T01:00:00.000Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"));
  else if (pattern) ways.push(matching(pattern));
  else ways.push(fc.constantFrom("张三", "测试", "x", "440104199001011234", "13800138000").map((word) => word.padEnd(minLength, "好").slice(0, maxLength)), fc.constantFrom(...payloads).map((one) => one.padEnd(minLength, "好").slice(0, maxLength)));
  return fc.oneof(...ways);
}

function matching(pattern: string): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern, "u"));
  } catch {
    return fc.constantFrom("a", "/", ...payloads);
  }
}

/** The same input with one place of it spoilt: replaced, left out, or joined by what was not asked for. */
export function spoilt(input: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(input, fc.nat(), fc.oneof(fc.constantFrom(...payloads), fc.constantFrom(...strangers)), fc.constantFrom("replace", "replace", "drop", "add")).map(([value, at, stranger, how]) => {
    const copy = structuredClone(value);
    const places = placesIn(copy);
    const place = places[at % Math.max(1, places.length)];
    if (!place) return stranger;
    const { holder, key } = place;
    if (how === "replace") Reflect.set(holder, key, stranger);
    else if (how === "drop") Reflect.deleteProperty(holder, key);
    else Object.defineProperty(holder, Array.isArray(holder) ? String(holder.length) : "__proto__", { value: stranger, enumerable: true, configurable: true, writable: true });
    return copy;
  });
}

function placesIn(value: unknown): { holder: object; key: string }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [{ holder: value, key }, ...placesIn(inner)]);
}
