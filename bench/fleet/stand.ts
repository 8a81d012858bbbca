import { join } from "node:path";
import { Pool } from "pg";
import { Fleet, type FleetPlan } from "../chaos/fleet";
import { openWorld, type World } from "../chaos/world";
import { openSessions } from "../drafts";
import { cleanUp, freePort, startDatabase } from "../machine";
import { cookieOf } from "../record";
import { createCitizen, createStaff } from "@/db/testing/factories";
import { startReplica } from "@/db/testing/replica";
import { copyCluster, ownedByDatabase } from "@/server/core/process/backup/archive";
import { hashPassword } from "@/server/auth/password";
import { type Direct, throughProxy, toProcess, type Way } from "./client";
import { makeTls, type Proxy, startHaproxy, startNginx, type Tls } from "./proxy";

export type Plan = {
  /** How many web processes. */
  size: number;
  proxy: "nginx" | "haproxy";
  /** The whole portal with its pages, which must have been built; otherwise its procedures, in processes that start in seconds. */
  pages: boolean;
  /** How many processes work the jobs. */
  runners: number;
  /** A streaming replica, from which public reading is answered. */
  replica?: boolean;
};

/** Somebody who can sign in, and the session of somebody who may stop an item. */
type People = { citizen: { accountId: string; identifier: string; password: string }; editor: string };

/** Web processes behind a proxy, each at an address that stays its own, and people who come to it. */
export type Stand = {
  plan: Plan;
  world: World;
  people: People;
  /** One for each process, so that one can be stopped by itself; it is started again at its address. */
  members: readonly Fleet[];
  /** Through the proxy, in turn to any. */
  door(cookie?: string): Way;
  /** To each process by itself. */
  each(cookie?: string): Direct[];
  proxy: Proxy;
  /** Its superuser, who alone may hold it back. */
  replica: Pool | undefined;
};

const file = ({ pages }: Plan) => (pages ? "bench/chaos-portal.ts" : "bench/fleet-web.ts");

/** Sets up a portal of several processes under two logins of the database, shows it to `work`, and takes it down again. */
export async function onStand<Result>(plan: Plan, work: (stand: Stand) => Promise<Result>): Promise<Result> {
  const undo: (() => unknown)[] = [];
  try {
    const { url, folder } = await startDatabase("none", { fsync: "off" });
    const [port, plainPort, ...web] = await freePorts(plan.size + 2);
    if (!port || !plainPort) throw new Error("There is no free port.");
    const tls = await makeTls();
    // Known here too: cookies are named by it.
    Object.assign(process.env, { PUBLIC_URL: `https://localhost:${port}` });
    const replica = plan.replica ? await replicaOf(url, folder, undo) : undefined;
    // The database is one of somebody else's to these processes, whom its owner has given two logins.
    const environment = { SEED: "demo", TRUSTED_PROXIES: "1", JOBS: "0", REQUESTS_AT_ONCE: "20", METRICS_TOKEN: metricsToken, NODE_COMPILE_CACHE: join(folder, "compiled"), ...(replica ? { REPLICA_DATABASE_URL: replica.url } : {}) };
    const world = await openWorld(url, { citizens: 3, desks: 1 });
    undo.push(() => world.connection.close());
    const start = async (one: FleetPlan) => {
      const fleet = await Fleet.start(one);
      undo.push(() => fleet.stop("SIGKILL"));
      return fleet;
    };
    const members: Fleet[] = [];
    // Two at a time, which is what two cores carry.
    for (let begun = 0; begun < web.length; begun += 2) members.push(...(await Promise.all(web.slice(begun, begun + 2).map((own) => start({ file: file(plan), size: 1, environment: { ...environment, PORT: String(own) } })))));
    await start({ file: "bench/working.ts", size: plan.runners, environment });
    const proxy = await (plan.proxy === "nginx" ? startNginx : startHaproxy)({ folder, tls, port, plainPort, web });
    undo.push(() => proxy.stop());
    const { visitor, close } = visitors(port, tls);
    undo.push(close);
    const each = (cookie?: string) => web.map((own) => toProcess(own, { address: "127.0.0.2", ...(cookie ? { cookie } : {}) }));
    return await work({ plan, world, people: await invite(url, world), members, door: visitor, each, proxy, replica: replica?.keeper });
  } finally {
    for (const step of undo.toReversed()) await step();
    delete process.env["PUBLIC_URL"];
    await cleanUp();
  }
}

async function replicaOf(url: string, folder: string, undo: (() => unknown)[]): Promise<{ url: string; keeper: Pool }> {
  const replica = await startReplica({ url, home: join(folder, "postgres") }, join(folder, "replica"), { copyCluster, ownedByDatabase }, { fsync: "off" });
  const keeper = new Pool({ connectionString: replica.url, max: 1 });
  undo.push(() => replica.stop(), () => keeper.end());
  return { url: replica.url, keeper };
}

/** What opens the figures of a process to a proof. */
export const metricsToken = "figures-of-a-fleet-0123456789";

async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}

/** Everybody from an address of their own, because the proxy counts what comes from one. */
function visitors(port: number, { root }: Tls) {
  const open: ReturnType<typeof throughProxy>[] = [];
  const visitor = (cookie?: string): Way => {
    const way = throughProxy(port, root, { address: `127.0.1.${(open.length % 250) + 1}`, ...(cookie ? { cookie } : {}) });
    open.push(way);
    return way;
  };
  return { visitor, close: () => open.forEach((way) => way.close()) };
}

async function invite(url: string, { connection: { db, pool } }: World): Promise<People> {
  const password = "fleet: length over composition";
  const citizen = await createCitizen(db, { signInName: "fleet-citizen", passwordHash: await hashPassword(password) });
  const { rows: [place] } = await pool.query<{ departmentId: string; divisionCode: string }>(`select department_id as "departmentId", division_code as "divisionCode" from service_items limit 1`);
  const editor = await createStaff(db, "itemPublisher", place ?? { departmentId: "", divisionCode: "" });
  const [token = ""] = await openSessions(url, [editor.id]);
  return { citizen: { accountId: citizen.id, identifier: "fleet-citizen", password }, editor: cookieOf(token) };
}
