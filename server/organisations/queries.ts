import { eq, inArray } from "drizzle-orm";
import { accounts, organisations } from "@/db/schema";
import type { ActingFor, User } from "@/domain/core/actor";
import { maskName } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { OrganisationById } from "@/domain/organisations/schema";
import { open } from "@/db/personal-data";
import { env } from "@/env";
import { listDelegationsTo } from "@/server/auth/session";
import type { Ctx } from "@/server/core/context";
import { enterpriseRegistry } from "@/server/integrations/checks";
import { organisationsOf } from "@/server/integrations/demo-register";

type OwnCtx = Ctx & { actor: User };

/** In what capacity somebody may act for an organisation today; nothing for a stranger, or while they act for another. */
export async function findCapacity({ db, now, actor }: OwnCtx, organisationId: string): Promise<ActingFor | undefined> {
  if (actor.actingFor && actor.actingFor.id !== organisationId) return undefined;
  return (await listDelegationsTo(db, actor.id, now)).find(({ kind, id }) => kind === "organisation" && id === organisationId);
}

/**
 * The organisations that somebody may act for, in the order in which they came to. It speaks of the person signed in.
 * Errors: `delegations.actForSelfFirst` (forbidden).
 */
export async function listOrganisations({ db, now, actor }: OwnCtx) {
  if (actor.actingFor) throw new DomainError("forbidden", "delegations.actForSelfFirst");
  const held = (await listDelegationsTo(db, actor.id, now)).filter(({ kind }) => kind === "organisation");
  const rows = held.length > 0 ? await db.select().from(organisations).where(inArray(organisations.id, held.map(({ id }) => id))) : [];
  const byId = new Map(rows.map((row) => [row.id, row]));
  return held.flatMap(({ id, delegation, delegationId }) => {
    const row = byId.get(id);
    return row ? [{ id, delegationId, capacity: delegation, name: row.name, uscc: row.uscc, status: row.status }] : [];
  });
}

/** An organisation as the register described it last, for whoever may act for it. Errors: `organisations.notFound`. */
export async function getOrganisation(ctx: OwnCtx, { id }: OrganisationById) {
  const capacity = await findCapacity(ctx, id);
  const [row] = capacity ? await ctx.db.select().from(organisations).where(eq(organisations.id, id)).limit(1) : [];
  if (!capacity || !row) throw new DomainError("not_found", "organisations.notFound");
  const { name, uscc, address, status, establishedOn, checkedAt, legalRepresentative } = row;
  return {
    id, name, uscc, address, status, establishedOn, checkedAt: checkedAt?.toISOString() ?? null, representativeMasked: maskName(legalRepresentative),
    capacity: capacity.delegation, delegationId: capacity.delegationId, acting: ctx.actor.actingFor?.id === id,
  };
}

/** Whether the register can be asked here; in demo mode also which organisations it says one represents. */
export async function describeRegister({ db, actor }: OwnCtx) {
  const offered = enterpriseRegistry() !== undefined;
  const { demo, ENTERPRISE_REGISTRY_URL } = env();
  if (!demo || ENTERPRISE_REGISTRY_URL || actor.actingFor) return { offered, demo: null };
  const [account] = await db.select({ citizenId: accounts.citizenId }).from(accounts).where(eq(accounts.id, actor.id)).limit(1);
  const number = account?.citizenId ? open(account.citizenId, { table: "accounts", column: "citizen_id", row: actor.id }) : undefined;
  return { offered, demo: number ? organisationsOf(number).map(({ uscc, name, status }) => ({ uscc, name, status })) : [] };
}
