import { DrizzleQueryError } from "drizzle-orm";
import { expect, it, test } from "vitest";
import { createTestDatabase } from "@/db/testing/database";
import { isAway } from "./away";
import { connect } from "./client";

const coded = (code: string) => Object.assign(new Error("it failed"), { code });

test.each<[string, unknown, boolean]>([
  ["refused", coded("ECONNREFUSED"), true],
  ["no address that takes it", new AggregateError([coded("ECONNREFUSED")], ""), false],
  ["no address that takes it, with the code of all", Object.assign(new AggregateError([]), { code: "ECONNREFUSED" }), true],
  ["reset, beneath the words of a library", new DrizzleQueryError("select 1", [], coded("ECONNRESET")), true],
  ["the disk of the files is full", coded("ENOSPC"), true],
  ["ended by an administrator", coded("57P01"), true],
  ["starting", coded("57P03"), true],
  ["too many connections", coded("53300"), true],
  ["the disk of the database is full", coded("53100"), true],
  ["took too long", coded("57014"), true],
  ["each waited for the other", coded("40P01"), true],
  ["read only while another takes over", coded("25006"), true],
  ["lost without a code", new Error("Connection terminated unexpectedly"), true],
  ["none was free", new Error("timeout exceeded when trying to connect"), true],
  ["silent", new Error("the database does not answer"), true],
  ["two of the same", coded("23505"), false],
  ["no such column", coded("42703"), false],
  ["a file that is missing", coded("ENOENT"), false],
  ["a mistake of ours", new TypeError("x is not a function"), false],
  ["no error", "ECONNREFUSED", false],
])("%s", (_, error, expected) => expect(isAway(error)).toBe(expected));

it("holds for what really comes when nobody listens, when a connection is ended, and when none is free", async () => {
  const database = await createTestDatabase();
  const failure = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => error);
  const nobody = connect("postgresql://a:b@127.0.0.1:1/none");
  expect(isAway(await failure(nobody.db.execute("select 1")))).toBe(true);
  expect(isAway(await failure(nobody.db.transaction((tx) => tx.execute("select 1"))))).toBe(true);
  const { db, close } = connect(database.url, 1);
  expect(isAway(await failure(db.execute("select pg_terminate_backend(pg_backend_pid())")))).toBe(true);
  expect(isAway(await failure(db.execute("set statement_timeout = 1; select pg_sleep(1)")))).toBe(true);
  expect(isAway(await failure(db.execute("select nothing")))).toBe(false);
  await Promise.all([nobody.close(), close()]);
  await database.close();
});
