import { inArray } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { accounts, departments } from "@/db/schema";
import { claimableSteps, completableSteps } from "@/domain/applications/policy";
import { holderOf } from "@/domain/applications/rules/steps";
import type { User } from "@/domain/core/actor";
import { light, shanghaiDay, type Light } from "@/domain/core/calendar";
import { predecessorsOf } from "@/domain/items/rules/process";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import type { Case, StepRow } from "./case";

/** The steps of a case for the desk: whose each is, by when, who holds it, and what this actor may do about it. */
export async function deskSteps(ctx: Ctx, actor: User, found: Case) {
  const { content, steps, facts } = found;
  const [names, holders] = await Promise.all([namesOf(ctx.db, steps), accountsOf(ctx.db, facts.steps.map((step) => holderOf(facts, step)))]);
  const mine = new Set(completableSteps(actor, facts).map(({ key }) => key));
  const free = new Set(claimableSteps(actor, facts).map(({ key }) => key));
  const before = predecessorsOf(content.steps);
  const lights = await lightsOf(ctx, found);
  return steps.flatMap((row, at) => {
    const fact = facts.steps[at];
    if (!fact) return [];
    const holder = fact.status === "active" ? holderOf(facts, fact) : null;
    return [{
      ...written(content, row), key: fact.key, kind: fact.kind, status: fact.status, role: fact.role, departmentName: names.get(fact.departmentId ?? "") ?? null,
      waitsFor: [...(before.get(fact.key) ?? [])], light: lights.get(fact.key) ?? null,
      holderName: holders.get(holder ?? "") ?? null, held: holder === actor.id, completable: mine.has(fact.key), claimable: free.has(fact.key),
    }];
  });
}

/** What stands in the row of a step and in the process it comes from. */
function written({ steps }: Case["content"], { key, dueOn, opinion, completedByName, completedAt }: StepRow) {
  const process = steps.find((step) => step.key === key);
  return {
    name: process?.name ?? { zh: key }, standard: process?.standard ?? null, procedures: process?.procedures ?? [],
    dueOn, opinion, completedByName, completedAt: completedAt?.toISOString() ?? null,
  };
}

async function lightsOf({ db, now }: Ctx, { content, steps }: Case): Promise<ReadonlyMap<string, Light>> {
  const open = steps.filter(({ status, dueOn }) => status === "active" && dueOn !== null);
  if (open.length === 0) return new Map();
  const calendar = await getCalendar(db);
  return new Map(open.map(({ key, dueOn }) => {
    const process = content.steps.find((step) => step.key === key);
    return [key, light({ dueOn: dueOn ?? "", limitDays: process?.limitDays ?? 0, yellowDays: process?.yellowDays, today: shanghaiDay(now), calendar })];
  }));
}

async function namesOf(db: Reader, steps: readonly StepRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = steps.flatMap(({ departmentId }) => departmentId ?? []);
  const rows = ids.length === 0 ? [] : await db.select({ id: departments.id, name: departments.name }).from(departments).where(inArray(departments.id, ids));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function accountsOf(db: Reader, holders: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(holders.filter((holder) => holder !== null))];
  const rows = ids.length === 0 ? [] : await db.select({ id: accounts.id, name: accounts.name }).from(accounts).where(inArray(accounts.id, ids));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
