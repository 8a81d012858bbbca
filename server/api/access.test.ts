import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase } from "@/db/testing/database";
import { roles, type Actor, type Role, type User } from "@/domain/core/actor";
import { permissionsOf } from "./permissions";
import { appRouter, createCaller } from "./root";

const permissions = permissionsOf(appRouter);
const procedures = Object.entries(permissions).map(([name, rule]) => [name, rule] as const);

let connection: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  connection = await createTestDatabase();
});
afterAll(() => connection.close());

const user = (role: Role): User => ({
  kind: "user", id: crypto.randomUUID(), name: role, assuranceLevel: "L4", sessionId: crypto.randomUUID(), factors: ["password"], authenticatedAt: new Date("2026-03-02T01:00:00Z"),
  accountKind: role === "citizen" || role === "organisationAgent" ? "citizen" : "staff",
  posts: role === "citizen" || role === "organisationAgent" ? [] : [{ role, departmentId: crypto.randomUUID(), divisionCode: "310101" }],
  ...(role === "organisationAgent" ? { actingFor: { kind: "organisation", id: crypto.randomUUID(), name: "公司", delegationId: crypto.randomUUID(), delegation: "agent", scope: { kind: "all" }, acts: ["view", "fill", "submit"], awaitsPrincipal: false } } : {}),
});

/** Calls a procedure by its name without any input: the gate stands before the input, so its refusal shows. */
async function knock(name: string, actor: Actor): Promise<string> {
  const caller = createCaller({ actor, now: new Date("2026-03-02T01:00:00Z"), requestId: "r", address: crypto.randomUUID(), db: connection.db });
  const [noun = "", verb = ""] = name.split(".");
  const procedure = Reflect.get(Reflect.get(caller, noun) as object, verb) as (input?: unknown) => Promise<unknown>;
  return procedure().then(() => "let in", (error: { code: string; message: string }) => (error.message === "access.signIn" || error.message === "access.forbidden" ? error.code : "let in"));
}

test("docs/permissions.json says who may call which procedure (after a change: node scripts/run.mjs scripts/permissions.ts)", () => {
  expect(JSON.parse(readFileSync("docs/permissions.json", "utf8"))).toEqual(permissions);
});

test("every procedure is a query or a mutation of a noun and names its audience", () => {
  expect(procedures.length).toBeGreaterThan(30);
  for (const [name, { audience }] of procedures) {
    expect(name).toMatch(/^[a-z][a-zA-Z]*\.[a-zA-Z]+$/);
    expect(audience.length).toBeGreaterThan(0);
  }
});

describe("signed out", () => {
  test.each(procedures)("%s", async (name, { audience }) => {
    expect(await knock(name, { kind: "anonymous" })).toBe(audience.includes("anyone") ? "let in" : "UNAUTHORIZED");
  });
});

describe.each(roles)("as %s", (role) => {
  test.each(procedures)("%s", async (name, { audience }) => {
    const mine: readonly string[] = role === "organisationAgent" ? ["citizen", "organisationAgent"] : [role];
    const welcome = audience.some((one) => one === "anyone" || one === "signedIn" || mine.includes(one));
    expect(await knock(name, user(role))).toBe(welcome ? "let in" : "FORBIDDEN");
  });
});
