import type { User } from "@/domain/core/actor";
import type { CertificateStatus } from "../schema";

/**
 * Why its holder, or whoever acts for them, may not show a certificate, as an error code; nothing when they may. Showing is an
 * act in the holder's name: a delegate who may only look or fill in does not show. Only what is signed and valid is shown.
 */
export function hindranceToPresent({ actingFor }: Pick<User, "actingFor">, { status, signed }: { status: CertificateStatus; signed: boolean }): string | undefined {
  if (actingFor && !actingFor.acts.includes("submit")) return "certificates.presentNotDelegated";
  if (!signed) return "certificates.notSignedYet";
  return status === "valid" ? undefined : "certificates.notPresentable";
}
