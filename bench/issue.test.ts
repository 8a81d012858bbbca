import { expect, it } from "vitest";
import { createTestDatabase } from "@/db/testing/database";
import { issueUnderFire } from "./issue";

it("killed again and again while it issues, leaves one certificate for each case in the end, signed once", async () => {
  const test = await createTestDatabase();
  try {
    const { killedAtWork, ...left } = await issueUnderFire({ url: test.url, count: 36, kills: 2 });
    expect(left).toEqual({ certificates: 36, signed: 36, casesWithOne: 36, issuedOnce: 36, signedOnce: 36, files: 36 });
    expect(killedAtWork).toBeGreaterThan(0);
  } finally {
    await test.close();
  }
}, 180_000);
