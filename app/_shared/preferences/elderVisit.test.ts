import { describe, expect, it } from "vitest";
import { cookiesForVisit, elderVisit, withCookies } from "./elderVisit";

describe("a request for the senior home", () => {
  it.each<[string, string, Record<string, string>, ReturnType<typeof elderVisit>]>([
    ["a person going there", "/elder", { "sec-fetch-mode": "navigate" }, "visit"],
    ["the same in English", "/en/elder", { "sec-fetch-mode": "navigate" }, "visit"],
    ["a client that does not tell", "/elder", {}, "visit"],
    ["a prefetch by the browser", "/elder", { "sec-fetch-mode": "navigate", "sec-purpose": "prefetch" }, "prefetch"],
    ["a prerender", "/elder", { "sec-purpose": "prefetch;prerender" }, "prefetch"],
    ["an older prefetch", "/elder", { purpose: "prefetch" }, "prefetch"],
    ["Firefox ahead of time", "/elder", { "x-moz": "prefetch" }, "prefetch"],
    ["the router of the page", "/elder", { "sec-fetch-mode": "cors" }, "fetch"],
    ["another page", "/items", { "sec-fetch-mode": "navigate" }, undefined],
    ["a page with a longer name", "/elder-care", {}, undefined],
  ])("is told apart: %s", (_sentence, path, headers, expected) => {
    expect(elderVisit({ method: "GET", pathname: path, headers: new Headers(headers) })).toBe(expected);
  });
  it("is no visit when a form is sent from there", () => {
    expect(elderVisit({ method: "POST", pathname: "/elder", headers: new Headers({ "sec-fetch-mode": "cors" }) })).toBeUndefined();
  });
});

it("switches the mode on once and leaves chosen preferences alone", () => {
  expect(cookiesForVisit("a=1; ui-mode=standard")).toMatchObject({ "ui-mode": "elder" });
  expect(cookiesForVisit(null)).toMatchObject({ "ui-mode": "elder" });
  expect(cookiesForVisit("ui-mode=elder; ui-prefs=x")).toEqual({});
});

it("replaces cookies in the request and keeps the others", () => {
  expect(withCookies("a=1; ui-mode=standard", { "ui-mode": "elder" })).toBe("a=1; ui-mode=elder");
  expect(withCookies(null, { "ui-mode": "elder" })).toBe("ui-mode=elder");
});
