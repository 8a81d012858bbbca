import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Day } from "./calendar";
import { isDay } from "./days";

const digits = (least: number, most: number, width: number) => fc.integer({ min: least, max: most }).map((number) => String(number).padStart(width, "0"));

test("a day is what the schema takes for one, in every year and month", () => {
  fc.assert(fc.property(fc.tuple(digits(0, 9999, 4), digits(0, 13, 2), digits(0, 32, 2)), (parts) => {
    expect(isDay(parts.join("-"))).toBe(Day.safeParse(parts.join("-")).success);
  }), { numRuns: 20_000 });
});

test.each(["2024-02-29", "2000-02-29", "1999-12-31", "1000-01-01", "9998-12-31"])("%s is a day", (text) => expect([isDay(text), Day.safeParse(text).success]).toEqual([true, true]));
test.each(["0000-02-29", "0999-12-31", "9999-01-01", "2023-02-29", "1900-02-29", "2024-2-29", "2024-02-29\n", " 2024-02-29", "２０２４-02-29", "", null, 20240229, ["2024-02-29"]])("%j is no day", (value) => expect([isDay(value), Day.safeParse(value).success]).toEqual([false, false]));
