import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Connection } from "@/db/client";
import { accounts, auditLog, enrolments, staffPosts } from "@/db/schema";
import { databaseUrl } from "@/db/testing/names";
import { makeUscc } from "@/domain/core/codes";

const server = process.env["TEST_SERVER_URL"] ?? "";
const name = `bootstrap_${randomBytes(6).toString("hex")}`;
const url = databaseUrl(server, name);
let database: Connection;

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}

beforeAll(async () => {
  await onServer(`create database ${name}`);
  database = connect(url);
});
afterAll(async () => {
  await database.close();
  await onServer(`drop database ${name} with (force)`);
});

type Outcome = { code: number; stdout: string; stderr: string };

/** The command as an operator runs it, on a production system. */
function bootstrap(...args: string[]): Promise<Outcome> {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", DATABASE_URL: url, SEED: "none", PUBLIC_URL: "https://portal.example" };
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", "tsx", join(import.meta.dirname, "staff-bootstrap.ts"), ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }));
  });
}

const uscc = makeUscc({ registrantType: "11", divisionCode: "440100", organisationBody: "30000001" });
const people = ["--system", "甲某", "--security", "乙某", "--audit", "丙某", "--department", "某市政务服务局", "--uscc", uscc, "--division", "440100"];
const without = (option: string) => people.filter((_, i) => people[i] !== option && people[i - 1] !== option);
const withValue = (option: string, value: string) => [...without(option), option, value];

describe("staff:bootstrap on a database that is empty", () => {
  it("says what it does", async () => {
    const { code, stdout } = await bootstrap("--help");
    expect([code, stdout]).toEqual([0, expect.stringContaining("--security <name>")]);
  });

  it.each([
    ["a name that is missing", without("--audit"), "Missing: --audit"],
    ["one person for two roles", withValue("--audit", "甲某"), "three people"],
    ["a credit code whose check digit is wrong", withValue("--uscc", `${uscc.slice(0, 17)}${uscc.endsWith("0") ? "1" : "0"}`), "unified social credit code"],
    ["a division that does not exist", withValue("--division", "999999"), "GB/T 2260"],
    ["an unknown option", [...people, "--boss", "丁某"], "--boss"],
  ])("refuses %s", async (_what, args, sentence) => {
    const { code, stderr } = await bootstrap(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)]);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it("creates the three once, of two at the same moment, and refuses ever after", async () => {
    const both = await Promise.all([bootstrap(...people), bootstrap(...people)]);
    expect(both.map(({ code }) => code).toSorted()).toEqual([0, 2]);
    const won = both.find(({ code }) => code === 0)?.stdout ?? "";
    expect(both.find(({ code }) => code === 2)?.stderr).toContain("There are administrators already");
    const tokens = [...won.matchAll(/https:\/\/portal\.example\/enrol\/([\w-]{43})\n/g)].map(([, token]) => token);
    expect(new Set(tokens).size).toBe(3);
    const posts = await database.db.select().from(staffPosts);
    expect(posts.map(({ role }) => role).toSorted()).toEqual(["auditAdmin", "securityAdmin", "systemAdmin"]);
    expect(new Set(posts.map(({ accountId }) => accountId)).size).toBe(3);
    expect((await database.db.select().from(accounts)).every(({ kind, passwordHash, demo }) => kind === "staff" && passwordHash === null && !demo)).toBe(true);
    const kept = JSON.stringify([await database.db.select().from(enrolments), await database.db.select().from(auditLog)]);
    for (const token of tokens) expect(kept).not.toContain(token);
    expect((await database.db.select().from(auditLog)).map(({ action, actorKind }) => [action, actorKind])).toEqual(Array.from({ length: 3 }, () => ["identity.bootstrap", "system"]));
    const again = await bootstrap(...people);
    expect([again.code, again.stdout]).toEqual([2, ""]);
    expect(await database.db.select().from(accounts)).toHaveLength(3);
  }, 60_000);
});
