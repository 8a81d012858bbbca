import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { staffPosts } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createPlace, createStaff, factoryNow, type Place } from "@/db/testing/factories";
import type { Factor, StaffRole, User } from "@/domain/core/actor";
import type * as environment from "@/env";
import { env } from "@/env";
import { createCaller } from "@/server/api/root";
import { openSession, readActor } from "./session";
import { cookieName } from "./tokens";

vi.mock("@/env", async (original) => {
  const { env: real, ...rest } = await original<typeof environment>();
  return { ...rest, env: vi.fn(real) };
});

let db: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
beforeAll(async () => {
  db = await createTestDatabase();
  place = await createPlace(db.db);
});
afterAll(() => db.close());
afterEach(() => vi.mocked(env).mockRestore());

async function signedIn(person: User, factors: Factor[]): Promise<User> {
  const token = await openSession(db.db, factoryNow, { accountId: person.id, factors, userAgent: null });
  const actor = await readActor(db.db, factoryNow, `${cookieName("session")}=${token}`);
  if (actor.kind !== "user") throw new Error("not signed in");
  return actor;
}

const inProduction = () => {
  const real = env();
  vi.mocked(env).mockReturnValue({ ...real, demo: false });
};

const queue = (actor: User) => createCaller({ actor, now: factoryNow, requestId: "r", address: "10.0.0.1", db: db.db }).applications.queue({});

describe("a session without the second factor that is due", () => {
  test("holds no post and is told so wherever a role is asked", async () => {
    const clerk = await createStaff(db.db, "clerk", place);
    const actor = await signedIn(clerk, ["password"]);
    expect(actor).toMatchObject({ posts: [], secondFactorDue: "any" });
    await expect(queue(actor)).rejects.toMatchObject({ code: "FORBIDDEN", message: "identity.secondFactorNeeded" });
    await expect(queue(await signedIn(clerk, ["password", "totp"]))).resolves.toMatchObject({ rows: [] });
  });

  test.each<[StaffRole, Factor[], boolean, boolean]>([
    ["clerk", ["password"], false, false], ["clerk", ["password", "totp"], true, true], ["clerk", ["passkey"], true, true], ["clerk", ["provider"], false, false],
    ["systemAdmin", ["password", "totp"], true, false], ["securityAdmin", ["password", "totp"], true, false], ["auditAdmin", ["password", "totp"], true, false],
    ["systemAdmin", ["passkey"], true, true], ["auditAdmin", ["password", "passkey"], true, true], ["securityAdmin", ["password", "phoneCode"], false, false],
  ])("%s by %j: in the demo %s, in production %s", async (role, factors, inDemo, otherwise) => {
    const person = await createStaff(db.db, role, place);
    expect((await signedIn(person, factors)).posts).toHaveLength(inDemo ? 1 : 0);
    inProduction();
    expect((await signedIn(person, factors)).posts).toHaveLength(otherwise ? 1 : 0);
  });

  test("is nothing that citizens know of", async () => {
    inProduction();
    expect(await signedIn(await createCitizen(db.db), ["phoneCode"])).not.toHaveProperty("secondFactorDue");
  });
});

test("a post that is ended is gone with the next request", async () => {
  const clerk = await createStaff(db.db, "clerk", place);
  const token = await openSession(db.db, factoryNow, { accountId: clerk.id, factors: ["totp"], userAgent: null });
  const cookie = `${cookieName("session")}=${token}`;
  expect(await readActor(db.db, factoryNow, cookie)).toMatchObject({ posts: [{ role: "clerk" }] });
  await db.db.update(staffPosts).set({ endedAt: factoryNow }).where(eq(staffPosts.accountId, clerk.id));
  expect(await readActor(db.db, factoryNow, cookie)).toMatchObject({ posts: [] });
});
