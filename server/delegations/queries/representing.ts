import type { ActingFor, User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { Ctx } from "@/server/core/context";
import { findCapacity } from "@/server/organisations/queries";

type OwnCtx = Ctx & { actor: User };
export type Representing = Ctx & { actor: User & { actingFor: ActingFor } };

/**
 * The same request, made as representative of an organisation, so that what is done is logged as “X for Y” wherever it was
 * asked from; nothing for anybody else.
 */
export async function findRepresenting(ctx: OwnCtx, organisationId: string): Promise<Representing | undefined> {
  const capacity = await findCapacity(ctx, organisationId);
  return capacity?.delegation === "representative" ? { ...ctx, actor: { ...ctx.actor, actingFor: capacity } } : undefined;
}

/** The same, or a refusal: `organisations.notFound` (not_found) for a stranger, `delegations.representativeOnly` (forbidden) for an agent. */
export async function getRepresenting(ctx: OwnCtx, organisationId: string): Promise<Representing> {
  const representing = await findRepresenting(ctx, organisationId);
  if (representing) return representing;
  if (await findCapacity(ctx, organisationId)) throw new DomainError("forbidden", "delegations.representativeOnly");
  throw new DomainError("not_found", "organisations.notFound");
}
