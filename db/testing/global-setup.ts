import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Client } from "pg";
import { startEmbedded, testSettings } from "../embedded";
import { databaseUrl, templateName } from "./names";

/** One PostgreSQL for the whole run, one migrated template, a copy of it for every test file. */
export default async function setup() {
  const dataDir = await mkdtemp(join(tmpdir(), "tongban-test-"));
  const server = await startEmbedded({ dataDir: join(dataDir, "postgres"), settings: testSettings });
  process.env["TEST_SERVER_URL"] = server.url;
  process.env["SECRET_KEYS"] = `test:${randomBytes(32).toString("base64")}`;
  process.env["SEED"] = "demo";
  Object.assign(process.env, { NODE_ENV: "test" });
  process.env["DATA_DIR"] = join(dataDir, "data");
  await makeTemplate(server.url);
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

async function makeTemplate(url: string): Promise<void> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create database ${templateName}`);
  await admin.end();
  const client = new Client({ connectionString: databaseUrl(url, templateName) });
  await client.connect();
  await migrate(drizzle(client), { migrationsFolder: "db/migrations" });
  await client.end();
}
