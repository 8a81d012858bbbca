import { createHmac } from "node:crypto";
import { Client } from "pg";

/** The logins under which a portal's processes come to the database, and the roles they take on there. */
const logins = [
  { login: "tongban_web", is: "tongban_portal", stepsInto: [] },
  { login: "tongban_worker", is: "tongban_jobs", stepsInto: ["tongban_signer", "tongban_sealer"] },
] as const;
export type Login = (typeof logins)[number]["login"];

/** The same database under another login. */
export function urlOf(owner: string, login: Login, password: string): string {
  return Object.assign(new URL(owner), { username: login, password }).href;
}

/** A password that follows from the owner's, for a database that has no other keeper than this portal. */
export const derivedPassword = (owner: string, login: Login): string => createHmac("sha256", new URL(owner).password).update(login).digest("hex");

/**
 * Makes both logins, or gives them new passwords: neither owns a table, makes anything in the database or passes its policies.
 * The queue of the jobs becomes the worker's own. Needs the owner of the tables with CREATEROLE, after the migrations.
 */
export async function makeLogins(owner: string, passwords: Record<Login, string>): Promise<void> {
  const client = new Client({ connectionString: owner });
  client.on("error", () => undefined);
  await client.connect();
  try {
    for (const { login, is, stepsInto } of logins) {
      const { rows: [there] } = await client.query<{ mighty: boolean }>("select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as mighty from pg_roles where rolname = $1", [login]);
      if (there?.mighty) throw new Error(`the login ${login} may do more than it needs: take SUPERUSER, BYPASSRLS, CREATEROLE and CREATEDB from it first`);
      // Whoever is no superuser may not even take away from an existing login what it does not have.
      await client.query(`${there ? "alter" : "create"} role ${login} login password ${client.escapeLiteral(passwords[login])}`);
      await client.query(`grant ${is} to ${login} with inherit true, set true`);
      for (const role of stepsInto) await client.query(`grant ${role} to ${login} with inherit false, set true`);
    }
    await client.query(handOverQueue);
  } finally {
    await client.end();
  }
}

const handOverQueue = `
do $$
declare part text;
begin
  if not pg_has_role(current_user, 'tongban_worker', 'SET') then
    grant tongban_worker to current_user with inherit false, set true;
  end if;
  if to_regnamespace('pgboss') is null then
    create schema pgboss authorization tongban_worker;
    return;
  end if;
  if (select nspowner <> 'tongban_worker'::regrole from pg_namespace where nspname = 'pgboss') then
    grant usage, create on schema pgboss to tongban_worker;
  end if;
  for part in
    select format('alter table %s owner to tongban_worker', oid::regclass) from pg_class where relnamespace = 'pgboss'::regnamespace and relkind in ('r', 'p', 'v') and relowner <> 'tongban_worker'::regrole
    union all select format('alter routine %s owner to tongban_worker', oid::regprocedure) from pg_proc where pronamespace = 'pgboss'::regnamespace and proowner <> 'tongban_worker'::regrole
    union all select format('alter type %s owner to tongban_worker', oid::regtype) from pg_type where typnamespace = 'pgboss'::regnamespace and typtype in ('e', 'd') and typowner <> 'tongban_worker'::regrole
  loop
    execute part;
  end loop;
  -- Last: who hands it over sees nothing in it any more.
  alter schema pgboss owner to tongban_worker;
end $$`;
