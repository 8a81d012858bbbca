import { glob, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { currentPrefix, open, rewrap, seal } from "./personal-data";
import type { Place } from "./sealed-places";

const place: Place = { table: "accounts", column: "phone", row: "0198a" };

describe("a sealed value", () => {
  it("opens in its place and nowhere else", () => {
    const sealed = seal("13800000000", place);
    expect(open(sealed, place)).toBe("13800000000");
    const elsewhere: Place[] = [{ ...place, row: "0198b" }, { ...place, column: "address" }, { table: "files", column: "name", row: place.row }];
    for (const other of elsewhere) expect(() => open(sealed, other)).toThrow();
  });

  it("never looks the same twice", () => expect(seal("x", place)).not.toBe(seal("x", place)));

  it("is wrapped anew without its body being touched", () => {
    const sealed = seal("13800000000", place);
    const again = rewrap(sealed, place);
    expect(again.startsWith(currentPrefix())).toBe(true);
    expect(again).not.toBe(sealed);
    expect(again.split(".")[3]).toBe(sealed.split(".")[3]);
    expect(open(again, place)).toBe("13800000000");
    expect(() => rewrap(sealed, { ...place, row: "0198b" })).toThrow();
  });

  it.each([0, 1, 2, 3])("does not open when part %i was changed or cut", (part) => {
    const sealed = seal("13800000000", place).split(".");
    const changed = sealed.with(part, `${sealed[part]?.startsWith("A") ? "B" : "A"}${sealed[part]?.slice(1)}`).join(".");
    expect(() => open(changed, place)).toThrow();
    expect(() => open(sealed.with(part, "").join("."), place)).toThrow();
  });

  it("does not open with the key of another value", () => {
    const [format, kid, key] = seal("a", place).split(".");
    const body = seal("b", place).split(".")[3];
    expect(() => open([format, kid, key, body].join("."), place)).toThrow();
  });
});

it("places are named by the catalogue alone: only the rotation, which reads the catalogue itself, casts", async () => {
  const casts: string[] = [];
  for await (const file of glob(["{db,server}/**/*.ts"])) {
    if (/ as (Place|DigestPurpose)\b/.test(await readFile(file, "utf8")) && !file.endsWith("personal-data.test.ts")) casts.push(file);
  }
  expect(casts).toEqual(["db/rotation.ts"]);
});
