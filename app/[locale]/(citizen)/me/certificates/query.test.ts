import { describe, expect, it } from "vitest";
import { askedOf, readWalletQuery, walletHref } from "./query";

type Row = [params: Record<string, string | string[]>, href: string, asked: ReturnType<typeof askedOf>];

describe("the address of the list of certificates", () => {
  it.each<Row>([
    [{}, "/me/certificates", { state: "current" }],
    [{ state: "all", q: " 居住证 " }, "/me/certificates?state=all&q=%E5%B1%85%E4%BD%8F%E8%AF%81", { query: "居住证" }],
    [{ state: "ended", cursor: "abc" }, "/me/certificates?state=ended&cursor=abc", { state: "ended", cursor: "abc" }],
    [{ state: "nonsense", q: ["a", "b"] }, "/me/certificates", { state: "current" }],
  ])("%j is written %s and asks for %j", (params, href, asked) => {
    const read = readWalletQuery(params);
    expect(walletHref(read)).toBe(href);
    expect(askedOf(read)).toEqual(asked);
  });
});
