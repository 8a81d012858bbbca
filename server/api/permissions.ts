import type { AnyRouter } from "@trpc/server";
import type { Audience } from "@/domain/core/actor";
import type { Meta } from "./trpc";

export type Permissions = Record<string, { kind: "query" | "mutation"; audience: readonly Audience[]; fresh?: true }>;

/** Who may call what, read off the procedures themselves, in order of their names. */
export function permissionsOf(router: AnyRouter): Permissions {
  const procedures = Object.entries<{ _def: { type: string; meta?: unknown } }>(router._def.procedures);
  return Object.fromEntries(procedures.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, { _def }]) => [name, { kind: _def.type === "query" ? "query" : "mutation", ...metaOf(_def.meta) }]));
}

/** What each procedure takes, by its name; nothing where it takes nothing. */
export function inputsOf(router: AnyRouter): Map<string, unknown> {
  const procedures = Object.entries<{ _def: { inputs?: unknown[] } }>(router._def.procedures);
  return new Map(procedures.map(([name, { _def }]) => [name, _def.inputs?.[0]]));
}

// Safe: every procedure is made by `publicProcedure` or `procedureFor`, which set it; the access test fails on one that is not.
function metaOf(meta: unknown): Meta {
  const { audience = [], fresh } = (meta ?? {}) as Partial<Meta>;
  return { audience, ...(fresh ? { fresh } : {}) };
}
