import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "./testing/database";
import { tableAccess, type Rows } from "./table-access";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => void (test = await createTestDatabase()));
afterAll(() => test.close());

const granted = "select string_agg(initial, '' order by place) from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE'], array['S', 'I', 'U', 'D']) with ordinality as p (privilege, initial, place) where has_table_privilege($1, c.oid, privilege)";

async function catalogue() {
  const { rows } = await test.pool.query<{ name: string; portal: string; jobs: string; held: boolean; policies: string[] }>(`
    select relname as name, (${granted.replace("$1", "'tongban_portal'")}) as portal, (${granted.replace("$1", "'tongban_jobs'")}) as jobs,
      relrowsecurity and relforcerowsecurity as held,
      array(select coalesce(pg_get_expr(polqual, c.oid), 'insert') from pg_policy where polrelid = c.oid order by polname desc) as policies
    from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') order by relname`);
  return rows;
}

const columnsOf = (rows: Rows): readonly string[] => ("columns" in rows ? rows.columns : []);

describe("the tables and who may do what with them", () => {
  it("stand in the table of access, with the very privileges that it names", async () => {
    const found = Object.fromEntries((await catalogue()).map(({ name, portal, jobs }) => [name, { portal, jobs }]));
    const written = Object.fromEntries(Object.entries(tableAccess).map(([name, { portal, jobs }]) => [name, { portal, jobs }]));
    expect(found).toEqual(written);
  });

  it("are closed by forced policies that look at the columns named, or stand open for a reason", async () => {
    const wrong = (await catalogue()).filter(({ name, held, policies }) => {
      const rows = tableAccess[name]?.rows;
      if (!rows || rows.kind === "open") return held || policies.length > 0 || !rows;
      const [seen = ""] = policies;
      const named = columnsOf(rows).every((column) => new RegExp(`\\b${column}\\b`).test(seen));
      return !held || policies.length !== (name === "audit_log" ? 2 : 1) || !named || !seen.includes("app.sees") || (rows.kind === "staffOnly" && seen.includes(" OR "));
    });
    expect(wrong).toEqual([]);
  });

  it("belong to neither role, which owns, makes and bypasses nothing", async () => {
    const { rows } = await test.pool.query(`select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin as mighty,
      exists (select from pg_class where relowner = r.oid) as owns, (select string_agg(roleid::regrole::text, ' ') from pg_auth_members where member = r.oid) as belongs,
      has_schema_privilege(r.oid, 'public', 'create') or has_database_privilege(r.oid, current_database(), 'create') as makes
      from pg_roles r where rolname in ('tongban_portal', 'tongban_jobs') order by 1`);
    const nothing = { mighty: false, owns: false, belongs: null, makes: false };
    expect(rows).toEqual([{ rolname: "tongban_jobs", ...nothing }, { rolname: "tongban_portal", ...nothing, belongs: "pg_read_all_stats" }]);
  });
});
