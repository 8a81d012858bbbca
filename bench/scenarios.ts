import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { addCases, addCitizens, type Wanted } from "./cases";
import { addDrafts, openSessions, type Draft } from "./drafts";
import { inTurn, once, type Request } from "./load";
import { type Caller, cookieOf, record, type Statement } from "./record";
import type { Prepared, Scenario, World } from "./scenario";
import { guide } from "./guide";
import { likeSearch } from "./like";
import { signIn } from "./sign-in";

const samples = 50;
export const queries = ["居住证", "身份证", "jzz", "营业执照", "高龄津贴", "食品经营许可", "护士执业注册", "残疾人证", "gtgsh", "社保", "公积金提取", "建设工程"];

/** Everyone and everything that the scenarios need, in the database. */
export async function fill(pool: Pool, url: string, wanted: Wanted): Promise<Omit<World, "drafts">> {
  const citizens = await addCitizens(pool, "bench", Math.max(samples + 1, Math.ceil(wanted.count / 20)));
  await addCases(pool, citizens, wanted);
  const column = async (text: string) => (await pool.query<{ value: string }>(text)).rows.map(({ value }) => value);
  const codes = await column(`select code as value from item_search where documented order by code limit ${samples}`);
  const staff = await column("select distinct account_id as value from staff_posts where role in ('clerk', 'reviewer', 'approver') order by 1");
  const [busiest = "", ...others] = citizens;
  return { pool, url, codes, citizens: others.slice(0, samples), busiest, staff };
}

type Named = Pick<Scenario, "name" | "what" | "targets">;
type Read = Named & { path(input: string): string; call(caller: Caller, input: string): Promise<unknown> };

export const procedure = (name: string, input: unknown) => `/api/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`;

/** A read anyone may do, once for each of the inputs. */
function publicRead({ path, call, ...named }: Read, inputsOf: (world: World) => readonly string[]): Scenario {
  return {
    ...named,
    prepare: (world) => recorded(world, named.name, inputsOf(world).map((input) => ({ path: path(input), call: (caller) => call(caller, input) }))),
  };
}

type PersonalRead = Named & { procedure: string; call(caller: Caller): Promise<unknown> };

/** A read of one's own, once for each of the people, each in a session of their own. */
function personalRead({ procedure: path, call, ...named }: PersonalRead, peopleOf: (world: World) => readonly string[]): Scenario {
  return {
    ...named,
    async prepare(world) {
      const tokens = await openSessions(world.url, peopleOf(world));
      return recorded(world, named.name, tokens.map((token) => ({ path: procedure(path, {}), token, call })));
    },
  };
}

type Variant = { path: string; token?: string; call(caller: Caller): Promise<unknown> };

async function recorded({ pool }: World, name: string, variants: readonly Variant[]): Promise<Prepared> {
  const reads: Record<string, Statement[]> = {};
  const plain: Request[] = [];
  for (const [index, { token, call }] of variants.entries()) {
    const path = `/${name}/${index}`;
    reads[path] = await record(pool, token, call);
    plain.push({ method: "GET", path, headers: {} });
  }
  const portal = variants.map(({ path, token }): Request => ({ method: "GET", path, headers: token ? { cookie: cookieOf(token) } : {} }));
  return { portal: inTurn(portal), plain: inTurn(plain), reads };
}

const filings = (drafts: readonly Draft[], path: string) => drafts.map(({ id, token }): Request => ({
  method: "POST", path, body: JSON.stringify({ id, declared: true }),
  headers: { "content-type": "application/json", "idempotency-key": randomUUID(), cookie: cookieOf(token) },
}));

const submit: Scenario = {
  name: "submit",
  what: "filing a complete draft, once each",
  targets: [{ figure: "ratio", atLeast: 0.4 }],
  async prepare({ pool, url, drafts }) {
    const all = await addDrafts(pool, url, drafts.portal + drafts.plain);
    return {
      portal: once(filings(all.slice(0, drafts.portal), "/api/trpc/applications.submit")),
      plain: once(filings(all.slice(drafts.portal), "/submit")),
      reads: {},
    };
  },
};

const half = [{ figure: "ratio", atLeast: 0.5 }] as const;
const search = (caller: Caller, query: string) => caller.items.search({ query });

/** In the order in which they are measured; what writes comes last, so that its jobs disturb nothing else. */
export const scenarios: readonly Scenario[] = [
  guide,
  publicRead({ name: "search", what: "search by word, pinyin and initials", path: (query) => procedure("items.search", { query }), call: search }, () => queries),
  likeSearch({ name: "like", what: "the same, beside a LIKE scan of the items" }, queries),
  publicRead({ name: "item", what: "item read", targets: half, path: (code) => procedure("items.get", { code }), call: (caller, code) => caller.items.get({ code }) }, ({ codes }) => codes),
  personalRead({ name: "own", what: "one's own applications", targets: half, procedure: "applications.listOwn", call: (caller) => caller.applications.listOwn({}) }, ({ citizens }) => citizens),
  personalRead({ name: "queue", what: "the desk's queue", targets: half, procedure: "applications.queue", call: (caller) => caller.applications.queue({}) }, ({ staff }) => staff),
  personalRead({ name: "session", what: "who is signed in, and for whom", procedure: "identity.viewer", call: (caller) => caller.identity.viewer() }, ({ citizens }) => citizens),
  submit,
  signIn,
];
