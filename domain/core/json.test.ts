import { expect, it } from "vitest";
import { parseJson } from "./json";

it.each([['{"a":[1]}', { a: [1] }], ["null", null], ["0", 0], ['""', ""], ["", undefined], ["{", undefined], ["{a:1}", undefined], ["NaN", undefined]])("%j holds %j", (text, value) => expect(parseJson(text)).toEqual(value));
