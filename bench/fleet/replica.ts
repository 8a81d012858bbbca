import { deepStrictEqual as same, ok } from "node:assert/strict";
import type { Pool } from "pg";
import { z } from "zod";
import { act, dataOf } from "./client";
import { first, guideOf, type Proof, until } from "./proofs";
import { metricsToken, type Stand } from "./stand";

const Ready = z.looseObject({ replica: z.string() });

/** How each process says that its replica stands. */
const standings = ({ each }: Stand) => Promise.all(each().map(async (way) => Ready.parse(JSON.parse((await way.ask({ path: "/api/health/ready" })).body)).replica));

/** How many statements of public reading all processes together had answered, and by whom. */
async function answered({ each }: Stand): Promise<Record<"replica" | "primary", number>> {
  const told = await Promise.all(each().map(async (way) => (await way.ask({ path: "/api/metrics", headers: { authorization: `Bearer ${metricsToken}` } })).body));
  const sumOf = (by: string) => told.reduce((sum, text) => sum + Number(new RegExp(`^tongban_replica_statements_total\\{answered_by="${by}"\\} (\\d+)`, "m").exec(text)?.[1] ?? 0), 0);
  return { replica: sumOf("replica"), primary: sumOf("primary") };
}

const everywhere = (stand: Stand, state: string) => until(`a replica that is ${state} for all`, async () => (await standings(stand)).every((one) => one === state), 30_000);

/** Of a stand with a replica. */
export const replica: Proof = {
  name: "replica", says: "What anybody reads comes from the replica, and never from before a change, however far behind it is.",
  async prove(stand) {
    const { world: { connection, itemCode }, people: { editor }, replica: keeper } = stand;
    if (!keeper) throw new Error("There is no replica.");
    await everywhere(stand, "asked");
    const before = await answered(stand);
    for (const way of stand.each()) await way.ask({ path: `/items/${itemCode}?from=replica`, headers: { accept: "text/html" } });
    const calm = await answered(stand);
    ok(calm.replica > before.replica, "nothing was read from the replica");
    same(calm.primary, before.primary);
    const open = await guideOf(first(stand.each()), stand);
    const itemIn = async (pool: Pool) => (await pool.query<{ id: string; status: string }>("select id, status from service_items where code = $1", [itemCode])).rows[0];
    const item = await itemIn(connection.pool);
    await keeper.query("select pg_wal_replay_pause()");
    try {
      dataOf(await first(stand.each(editor)).ask(act("items.suspend", { itemId: item?.id, reason: "系统演练" })));
      await Promise.all(stand.each().map((way) => until("the page that says so", async () => (await guideOf(way, stand)) !== open, 10_000)));
      same((await standings(stand)).filter((state) => state === "asked"), []);
      // It would still tell what was before.
      same(await itemIn(keeper), item);
      dataOf(await first(stand.each(editor), 1).ask(act("items.resume", { itemId: item?.id, reason: "演练结束" })));
      await Promise.all(stand.each().map((way) => until("the page of the open item", async () => (await guideOf(way, stand)) === open, 10_000)));
    } finally {
      await keeper.query("select pg_wal_replay_resume()");
    }
    const waited = await everywhere(stand, "asked");
    return `asked again ${Math.round(waited)} ms after it went on`;
  },
};
