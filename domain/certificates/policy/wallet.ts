import type { User } from "@/domain/core/actor";
import type { CertificateStatus } from "../schema";

/**
 * Why the holder of a certificate may not keep a copy of it on their phone, as an error code; nothing when they may. Only one's
 * own: whoever acts for another has a phone the other does not know of.
 */
export function hindersKeeping({ actingFor }: Pick<User, "actingFor">, { status, signed }: { status: CertificateStatus; signed: boolean }): string | undefined {
  if (actingFor) return "certificates.offlineOwnOnly";
  if (status !== "valid") return "certificates.offlineNotValid";
  return signed ? undefined : "certificates.notSignedYet";
}
