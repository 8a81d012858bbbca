import { isDelegatedAll, type User } from "@/domain/core/actor";

/**
 * Why somebody may not permit an organ to use certificates for good, as an error code; nothing when they may. A person's own
 * are theirs alone to give; an organisation's whoever may do everything for it.
 */
export function hindersGivingStanding({ actingFor }: Pick<User, "actingFor">): string | undefined {
  if (actingFor?.kind === "person") return "certificates.standingByHolderOnly";
  return isDelegatedAll(actingFor, "submit") ? undefined : "certificates.standingNotDelegated";
}
