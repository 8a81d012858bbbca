// The yardstick, run as a process of its own: the statements that the portal sent for the same answers, prepared, behind
// nothing but node:http and pg; for submit the same rows in one transaction. No rules, no forms, no pages.
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { verify } from "@node-rs/argon2";
import { Pool, type PoolClient } from "pg";
import type { Statement } from "./record";

/** What `run.ts` hands over: for each path the statements to send. */
export type Plan = { databaseUrl: string; reads: Record<string, Statement[]> };

const plan: Plan = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
// A plan for the values at hand, as the portal gets: a generic one cannot know what a search pattern will find.
const pool = new Pool({ connectionString: plan.databaseUrl, max: 10, options: "-c plan_cache_mode=force_custom_plan" });

// Reads every row, as a database does that knows nothing of words.
const scanning = new Pool({ connectionString: plan.databaseUrl, max: 10, options: "-c enable_indexscan=off -c enable_bitmapscan=off" });

async function read(statements: readonly Statement[], from = pool): Promise<unknown> {
  const results: unknown[] = [];
  for (const statement of statements) results.push((await from.query(statement)).rows);
  return results;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

const credentials = "select id, password_hash from accounts where sign_in_name = $1 and disabled_at is null";
const opened = `insert into sessions (id_hash, account_id, factors, created_at, last_seen_at, authenticated_at, expires_at) values ($1, $2, '{password}', now(), now(), now(), now() + interval '12 hours')`;
const entered = `insert into audit_log (at, actor_kind, action, subject_type, subject_id, request_id) values (now(), 'anonymous', 'identity.signIn', 'account', $1, 'plain')`;

async function signIn(request: IncomingMessage): Promise<unknown> {
  const { identifier, password = "" } = await bodyOf(request);
  const { rows: [account] } = await pool.query({ name: "credentials", text: credentials, values: [identifier] });
  if (!account || !(await verify(account.password_hash, password))) throw new Error("wrong credentials");
  const token = randomBytes(32).toString("base64url");
  await pool.query({ name: "opened", text: opened, values: [hash(token), account.id] });
  await pool.query({ name: "entered", text: entered, values: [account.id] });
  return { token };
}

async function submit(request: IncomingMessage): Promise<unknown> {
  const { id = "" } = await bodyOf(request);
  const client = await pool.connect();
  try {
    await client.query("begin");
    const filed = await file(client, id, request);
    await client.query("commit");
    return filed;
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

const session = `select s.account_id, a.name from sessions s join accounts a on a.id = s.account_id where s.id_hash = $1 and s.revoked_at is null and s.expires_at > now() and a.disabled_at is null`;
const key = `insert into idempotency_keys (account_id, key, body_hash, created_at) values ($1, $2, $3, now())`;
const draft = `select a.*, r.content from applications a join service_item_revisions r on r.id = a.revision_id where a.id = $1 and a.applicant_account_id = $2 and a.status = 'draft' for update of a`;
const steps = `insert into application_steps (application_id, key, kind, position, status)
  select $1, step->>'key', step->>'kind', n - 1, case n when 1 then 'active' else 'pending' end from jsonb_array_elements($2::jsonb) with ordinality as steps(step, n)`;
const update = `update applications set status = 'submitted', version = version + 1, answers = $2, submitted_at = now(), received_at = now(), query_code = $3,
  notice_due_on = current_date + 7, due_on = current_date + 7, take_back_until = now() + interval '10 minutes' where id = $1 returning number, version`;
const event = `insert into application_events (application_id, sequence, action, from_status, to_status, actor_id, actor_name, actor_role, at, idempotency_key)
  values ($1, $2, 'submit', 'draft', 'submitted', $3, $4, 'citizen', now(), $5) returning id`;
const filing = `insert into application_filings (application_id, position, answers, filed_at) values ($1, 1, $2, now())`;
const savings = `insert into material_savings (application_id, service_item_id, needed, saved, filed_at) values ($1, $2, 0, 0, now())`;
const counts = `insert into answer_counts (application_id, service_item_id, typed, kept, changed, filed_at) values ($1, $2, 4, 0, 0, now())`;
const audit = `insert into audit_log (at, actor_id, actor_kind, action, subject_type, subject_id, after, request_id) values (now(), $1, 'user', 'applications.submit', 'application', $2, $3, $4)`;
const message = `insert into outbox (topic, payload, created_at) values ('bench.submitted', $1, now())`;
const answered = `update idempotency_keys set answer = $3, answered_at = now() where account_id = $1 and key = $2`;

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

async function file(client: PoolClient, id: string, { headers }: IncomingMessage): Promise<unknown> {
  const send = async (name: string, text: string, values: unknown[]) => (await client.query({ name, text, values })).rows;
  const [person] = await send("session", session, [hash(headers.cookie?.split("=")[1] ?? "")]);
  const idempotencyKey = headers["idempotency-key"];
  await send("key", key, [person.account_id, idempotencyKey, hash(id)]);
  const [found] = await send("draft", draft, [id, person.account_id]);
  await send("steps", steps, [id, JSON.stringify(found.content.steps)]);
  await send("filing", filing, [id, found.answers]);
  await send("savings", savings, [id, found.service_item_id]);
  await send("counts", counts, [id, found.service_item_id]);
  const [filed] = await send("update", update, [id, found.answers, hash(id)]);
  const [done] = await send("event", event, [id, filed.version, person.account_id, person.name, idempotencyKey]);
  await send("audit", audit, [person.account_id, id, { status: "submitted", version: filed.version }, idempotencyKey]);
  await send("message", message, [{ applicationId: id, eventId: done.id, action: "submit" }]);
  const value = { id, number: filed.number, status: "submitted", version: filed.version };
  await send("answered", answered, [person.account_id, idempotencyKey, JSON.stringify(value)]);
  return value;
}

async function answer(request: IncomingMessage): Promise<unknown> {
  if (request.method === "POST") return request.url === "/sign-in" ? signIn(request) : submit(request);
  const statements = plan.reads[request.url ?? ""];
  return statements && read(statements, request.url?.startsWith("/like/") ? scanning : pool);
}

const server = createServer((request, response) => {
  answer(request).then(
    (value) => response.writeHead(value === undefined ? 404 : 200, { "content-type": "application/json" }).end(JSON.stringify(value ?? null)),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(Number(process.env["PORT"]), "127.0.0.1");

function stop(): void {
  server.close();
  server.closeAllConnections();
  void Promise.all([pool.end(), scanning.end()]).finally(() => process.exit(0));
}
process.on("SIGTERM", stop);
process.on("disconnect", stop);
