import { expect, it } from "vitest";
import { proveFleet } from "./prove";

it("two processes behind the nginx that the project ships are one portal, also while one is stopped and killed", { timeout: 480_000 }, async () => {
  const shown = await proveFleet({ size: 2, proxy: "nginx", pages: false, runners: 2 });
  expect(shown.filter(({ failure }) => failure !== undefined)).toEqual([]);
  expect(shown.map(({ name }) => name)).toEqual(["session", "draft", "once", "files", "publication", "limit", "live", "jobs", "line", "stop", "kill"]);
});
