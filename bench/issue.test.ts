import { expect, it } from "vitest";
import { createTestDatabase } from "@/db/testing/database";
import { issueUnderFire } from "./issue";

it("killed again and again while it issues, leaves one certificate for each case in the end, signed once", async () => {
  const test = await createTestDatabase();
  try {
    const { killedAtWork, ...left } = await issueUnderFire({ url: test.url, count: 48, kills: 3 });
    expect(left).toEqual({ certificates: 48, signed: 48, casesWithOne: 48, issuedOnce: 48, signedOnce: 48, files: 48 });
    expect(killedAtWork).toBeGreaterThan(0);
  } finally {
    await test.close();
  }
}, 180_000);
