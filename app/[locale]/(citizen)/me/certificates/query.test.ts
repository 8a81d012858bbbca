import { describe, expect, it } from "vitest";
import { askedOf, readWalletQuery, walletHref } from "./query";

describe("the address of the list of certificates", () => {
  it.each([
    [{}, { tab: "current", query: "", cursor: undefined }, "/me/certificates", { state: "current" }],
    [{ state: "all", q: " 居住证 " }, { tab: "all", query: "居住证", cursor: undefined }, "/me/certificates?state=all&q=%E5%B1%85%E4%BD%8F%E8%AF%81", { query: "居住证" }],
    [{ state: "ended", cursor: "abc" }, { tab: "ended", query: "", cursor: "abc" }, "/me/certificates?state=ended&cursor=abc", { state: "ended", cursor: "abc" }],
    [{ state: "nonsense", q: ["a", "b"] }, { tab: "current", query: "", cursor: undefined }, "/me/certificates", { state: "current" }],
  ] as const)("%j asks for %j and is written %s", (params, query, href, asked) => {
    const read = readWalletQuery({ ...params, ..."q" in params && Array.isArray(params.q) ? { q: [...params.q] } : {} } as Record<string, string | string[] | undefined>);
    expect(read).toEqual(query);
    expect(walletHref(read)).toBe(href);
    expect(askedOf(read)).toEqual(asked);
  });
});
