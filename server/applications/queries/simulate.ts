import { z } from "zod";
import type { Reader } from "@/db/client";
import { asksOf, Scenario, simulate } from "@/domain/applications/rules/simulate";
import type { Actor } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { scopeOf } from "@/domain/forms/rules/scope";
import { formOf } from "@/domain/items/rules";
import { getEditable } from "@/server/items/queries/editing";
import { getCalendar } from "@/server/core/calendar";

export const SimulateProcess = z.strictObject({ itemId: z.uuid(), scenario: Scenario.optional() });
export type SimulateProcess = z.infer<typeof SimulateProcess>;

type Source = { db: Reader; actor: Actor; now: Date };

/**
 * What a scenario may say of an item's draft (of its published edition, where there is none), and how such a case would go.
 * Errors: `items.notFound`.
 */
export async function simulateProcess({ db, actor, now }: Source, { itemId, scenario }: SimulateProcess) {
  const { draft, current } = await getEditable(db, actor, itemId);
  const content = draft?.content ?? current?.content;
  if (!content) throw new DomainError("not_found", "items.notFound");
  const { paths, given } = asksOf(content);
  const scope = scopeOf(formOf(content), content.situations);
  return {
    name: content.name, nameEn: content.nameEn ?? null, today: shanghaiDay(now), ofDraft: draft !== null, given,
    questions: paths.flatMap((path) => scope.find((entry) => entry.path === path) ?? []).filter(({ kind }) => kind !== "today"),
    result: scenario ? (simulate(content, scenario, await getCalendar(db)) ?? null) : undefined,
  };
}
