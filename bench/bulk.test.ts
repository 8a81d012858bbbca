import { expect, it } from "vitest";
import { createTestDatabase } from "@/db/testing/database";
import { bulkUnderFire } from "./bulk";

it("killed in the middle of a bulk run, again and again, it goes on where it stopped, and every case is accepted once", async () => {
  const test = await createTestDatabase();
  try {
    const { killedAtWork, ...left } = await bulkUnderFire({ url: test.url, count: 60, kills: 2 });
    expect(killedAtWork, "killed with some done and some not").toBe(2);
    expect(left).toEqual({ done: 60, rowsDone: 60, accepted: 60, acceptedOnce: 60, auditedOnce: 60, toldOnce: 60 });
  } finally {
    await test.close();
  }
}, 240_000);
