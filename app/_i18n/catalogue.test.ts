import { expect, test } from "vitest";
import { areas, loadMessages } from "./catalogue";

test("the messages of a language are put together once for all pages, and each language has its own", async () => {
  const [first, second, english] = await Promise.all([loadMessages("zh-CN"), loadMessages("zh-CN"), loadMessages("en")]);
  expect(second).toBe(first);
  expect(Object.keys(first)).toEqual([...areas]);
  expect(english["common"]).not.toEqual(first["common"]);
});
