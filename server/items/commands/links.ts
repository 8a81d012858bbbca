import { lookup as resolve, type LookupAddress } from "node:dns";
import http from "node:http";
import https from "node:https";
import { asc, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { linkChecks, serviceItemRevisions } from "@/db/schema";
import { isPublicAddress, isPublicHost, linksIn } from "@/domain/items/rules/links";
import type { LinkState } from "@/domain/items/schema/life";
import type { Ctx } from "@/server/core/context";

export type Look = { state: LinkState; status: number | null };
type Looker = (url: string) => Promise<Look>;

/** How long somebody may take to answer, and how often a page may send on. */
const PATIENCE_MS = 10_000;
const MOST_HOPS = 5;

/** What is gone for good, not merely busy, closed or asking who one is. */
const gone = new Set([404, 410]);

/** Looks at a web address: the head, or a little of the page where the head is refused. Never at what lies inside (private addresses, names that resolve to them). */
export async function lookAt(url: string, hops = 0): Promise<Look> {
  const target = new URL(url);
  if (hops > MOST_HOPS || !isOpenWeb(target)) return { state: "refused", status: null };
  const head = await ask(target, "HEAD");
  const answer = head.status !== null && disliked.has(head.status) ? await ask(target, "GET") : head;
  const further = sentOn(answer);
  return further ? lookAt(new URL(further, target).href, hops + 1) : judged(answer);
}

const isOpenWeb = ({ hostname, protocol, port }: URL) => isPublicHost(hostname) && /^https?:$/.test(protocol) && ["", "80", "443"].includes(port);

/** What some servers say to the head of a page they have. */
const disliked = new Set([403, 404, 405, 501]);

const sentOn = ({ status, location }: Reply) => (status !== null && status >= 300 && status < 400 ? location : undefined);

function judged({ status, refused }: Reply): Look {
  if (refused) return { state: "refused", status: null };
  if (status === null) return { state: "unreachable", status };
  return { state: gone.has(status) ? "gone" : status >= 500 ? "unreachable" : "ok", status };
}

type Reply = { status: number | null; location?: string | undefined; refused?: true };

function ask(target: URL, method: "HEAD" | "GET"): Promise<Reply> {
  return new Promise((settle) => {
    const { request } = target.protocol === "https:" ? https : http;
    const call = request(target, { method, lookup: publicLookup, timeout: PATIENCE_MS, headers: { "user-agent": "Tongban link check", accept: "*/*", range: "bytes=0-0" }, signal: AbortSignal.timeout(PATIENCE_MS) }, (response) => {
      settle({ status: response.statusCode ?? null, location: response.headers.location });
      response.destroy();
    });
    call.on("timeout", () => call.destroy());
    call.on("error", (error) => settle(error instanceof PrivateAddress ? { status: null, refused: true } : { status: null }));
    call.end();
  });
}

class PrivateAddress extends Error {}

type Found = (error: Error | null, addresses: LookupAddress[]) => void;

// The connection is made to what was judged: a name cannot resolve anew in between.
function publicLookup(hostname: string, options: object, found: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void): void {
  const judge: Found = (error, addresses) => {
    if (error) return found(error, "");
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => !isPublicAddress(address))) return found(new PrivateAddress(hostname), "");
    if ("all" in options && options.all === true) return found(null, addresses);
    found(null, first.address, first.family);
  };
  resolve(hostname, { all: true }, judge);
}

/** Looks at these addresses and keeps what was found. Returns how many. */
export async function checkLinks(ctx: Ctx, urls: readonly string[], look: Looker = lookAt): Promise<number> {
  for (const url of new Set(urls)) {
    const { state, status } = await look(url).catch((): Look => ({ state: "unreachable", status: null }));
    const failures = state === "unreachable" ? sql`${linkChecks.failures} + 1` : sql`0`;
    await checks(ctx).insert(linkChecks).values({ url, state, status, failures: state === "unreachable" ? 1 : 0, checkedAt: ctx.now })
      .onConflictDoUpdate({ target: linkChecks.url, set: { state, status, failures, checkedAt: ctx.now } });
  }
  return new Set(urls).size;
}

/** Looks at the addresses of one draft, as it was handed over. */
export async function checkLinksOf(ctx: Ctx, revisionId: string, look?: Looker): Promise<void> {
  const [row] = await ctx.db.select({ content: serviceItemRevisions.content }).from(serviceItemRevisions).where(eq(serviceItemRevisions.id, revisionId)).limit(1);
  if (row) await checkLinks(ctx, linksIn(row.content).map(({ url }) => url), look);
}

const PAUSE_MS = 7 * 24 * 3_600_000;
const A_NIGHT = 200;

/** Looks at published addresses that nobody looked at for a week, the longest waiting first, so many a night. */
export async function checkStaleLinks(ctx: Ctx, look?: Looker): Promise<number> {
  const url = sql<string>`link.value #>> '{}'`;
  const rows = await ctx.db.selectDistinct({ url, checkedAt: linkChecks.checkedAt }).from(serviceItemRevisions)
    .innerJoin(sql`jsonb_path_query(${serviceItemRevisions.content}, '$.**.keyvalue() ? (@.key == "url" || @.key == "website" || @.key == "blankFormUrl" || @.key == "sampleUrl").value') as link(value)`, sql`${serviceItemRevisions.status} = 'published'`)
    .leftJoin(linkChecks, eq(linkChecks.url, url))
    .where(or(isNull(linkChecks.checkedAt), lt(linkChecks.checkedAt, new Date(ctx.now.getTime() - PAUSE_MS))))
    .orderBy(asc(linkChecks.checkedAt)).limit(A_NIGHT);
  return checkLinks(ctx, rows.map((row) => row.url), look);
}

// Safe: what a stranger's server answered is no business data, and nobody's act.
function checks({ db }: Ctx): Database {
  return db as Database;
}
