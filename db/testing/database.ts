import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { connect, type Connection } from "../client";
import { databaseUrl, templateName } from "./names";

/** A fresh, migrated database of its own for a test file; `close()` drops it. */
export async function createTestDatabase(): Promise<Connection & { url: string }> {
  const server = process.env["TEST_SERVER_URL"];
  if (!server) throw new Error("run tests through vitest: its global setup starts PostgreSQL");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await onServer(server, `create database ${name} template ${templateName}`);
  const url = databaseUrl(server, name);
  const connection = connect(url);
  const close = async () => {
    await connection.close();
    await onServer(server, `drop database ${name} with (force)`);
  };
  return { ...connection, url, close };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
