import type { Pool } from "pg";
import type { Acknowledged } from "./workload";

/** What must hold whatever failed; `sql` returns the ids of what breaks it, counted for all at once: there are tens of thousands. `$1` holds what was acknowledged. */
export type Invariant = { name: string; says: string; sql: string };

const acknowledged = `with acknowledged as (select * from jsonb_to_recordset($1::jsonb) as a(key uuid, account uuid, path text, "applicationId" uuid, version int))`;
/** Acts by which a case moves have an event of their own; what stands behind a case is told of each. */
const told = "('submit', 'accept', 'approve')";

export const invariants: readonly Invariant[] = [
  {
    name: "kept", says: "An answer that was given stands under its key.",
    sql: `select a.key::text as id from acknowledged a left join idempotency_keys k on k.account_id = a.account and k.key = a.key where k.answer is null`,
  },
  {
    name: "once", says: "Each acknowledged act on a case happened, exactly once, as it was told.",
    sql: `select a.key::text as id from (select distinct key, "applicationId", version from acknowledged where version is not null) a
          left join (select idempotency_key as key, count(*) as n, min(application_id::text) as application, min(sequence) as sequence from application_events group by 1) e on e.key = a.key
          where e.n is distinct from 1 or e.application <> a."applicationId"::text or e.sequence <> a.version`,
  },
  {
    name: "nothingElse", says: "Nothing happened by a person that nobody was told of.",
    sql: `select e.id::text as id from application_events e where e.actor_role <> 'system' and not exists (select 1 from acknowledged a where a.key = e.idempotency_key)`,
  },
  {
    name: "noGap", says: "The history of a case counts from 1 to its version without a gap.",
    sql: `select c.id::text as id from applications c left join (select application_id, count(*) as n, min(sequence) as first, max(sequence) as last from application_events group by 1) e on e.application_id = c.id
          where c.version <> coalesce(e.n, 0) or c.version <> coalesce(e.last, 0) or coalesce(e.first, 1) <> 1`,
  },
  {
    name: "status", says: "A case is where its history leads, each act beginning where the one before ended.",
    sql: `select c.id::text as id from applications c
          where c.status <> coalesce((select e.to_status from application_events e where e.application_id = c.id order by e.sequence desc limit 1), 'draft')
             or exists (select 1 from (select from_status, lag(to_status, 1, 'draft') over (order by sequence) as before from application_events e where e.application_id = c.id) s where s.from_status <> s.before)`,
  },
  {
    name: "audited", says: "Each act on a case has exactly one row in the audit log.",
    sql: `select e.id::text as id from application_events e
          where (select count(*) from audit_log l where l.subject_type = 'application' and l.subject_id = e.application_id::text and l.action = 'applications.' || e.action and (l.after->>'version')::int = e.sequence) <> 1`,
  },
  {
    name: "outgoing", says: "Each act on a case was put out exactly once for those who follow it.",
    sql: `select e.id::text as id from application_events e
          left join (select payload->>'eventId' as event, count(*) as n from outbox where topic = 'applications.event' group by 1) o on o.event = e.id::text where o.n is distinct from 1`,
  },
  { name: "drained", says: "The outbox is empty.", sql: `select id::text as id from outbox where relayed_at is null` },
  { name: "worked", says: "No work waits, and none was given up.", sql: `select name || ' ' || id as id from pgboss.job where name not like 'schedules/%' and state not in ('completed', 'cancelled')` },
  { name: "answered", says: "No key is left without an answer.", sql: `select key::text as id from idempotency_keys where answered_at is null` },
  {
    name: "noticed", says: "Each act that is told in writing has its one notice, and each notice its file.",
    sql: `select e.id::text as id from application_events e left join (select event_id, count(*) as n from notices group by 1) n on n.event_id = e.id
          where e.action in ('accept', 'approve') and n.n is distinct from 1
          union all select n.id::text from notices n where n.pdf_key is null`,
  },
  {
    name: "told", says: "The applicant was told of each such act exactly once.",
    sql: `select e.id::text as id from application_events e left join (select split_part(dedupe_key, ':', 1) as event, count(*) as n from messages group by 1) m on m.event = e.id::text
          where e.action in ${told} and m.n is distinct from 1`,
  },
  {
    name: "certificate", says: "Each case that was issued a certificate has one, signed once.",
    sql: `select e.application_id::text as id from application_events e where e.action = 'issueCertificate' and (select count(*) from certificates c where c.application_id = e.application_id and c.signed_at is not null) <> 1
          union all select c.id::text from certificates c where c.application_id is not null and not exists (select 1 from application_events e where e.application_id = c.application_id and e.action = 'issueCertificate')
          union all select c.id::text from certificates c left join (select subject_id, count(*) as n from audit_log where action = 'certificates.sign' group by 1) l on l.subject_id = c.id::text
          where c.signed_at is not null and l.n is distinct from 1`,
  },
  {
    name: "noLock", says: "Nobody holds a transaction open, and nobody waits for a lock.",
    sql: `select pid::text as id from pg_stat_activity where datname = current_database() and state like 'idle in transaction%' and state_change < clock_timestamp() - interval '5 seconds'
          union all select l.pid::text from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and not l.granted
          union all select gid from pg_prepared_xacts where database = current_database()`,
  },
];

export type Broken = { name: string; says: string; ids: string[] };

/** Those that do not hold, with what breaks them. */
export async function brokenIn(pool: Pick<Pool, "query">, acts: readonly Acknowledged[], of: readonly Invariant[] = invariants): Promise<Broken[]> {
  const list = JSON.stringify(acts);
  const broken: Broken[] = [];
  for (const { name, says, sql } of of) {
    const { rows } = await pool.query<{ id: string }>(`${acknowledged} select id from (${sql}) found, (select count(*) from acknowledged) listed order by 1`, [list]);
    if (rows.length > 0) broken.push({ name, says, ids: rows.map(({ id }) => id) });
  }
  return broken;
}
