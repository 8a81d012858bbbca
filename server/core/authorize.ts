import { DomainError } from "@/domain/core/errors";

/** Refusals that lie in who asks, not in how the case stands. */
const personal = new Set(["access.forbidden", "applications.accepterMayNotDecide", "applications.principalConfirms", "items.ownRevision", "items.ownEdition", "applications.ownCase", "applications.ownProposal", "applications.notServedHere", "hearings.chairReviews", "identity.ownChange", "certificates.ownEdition", "certificates.ownImport", "certificates.ownCertificate", "certificates.ownProposal", "certificates.notYourProposal", "certificates.presentNotDelegated", "identity.secondLookOwn"]);

/** Throws unless nothing hinders: a missing right is `forbidden`, anything else a conflict with the case as it stands. */
export function authorize(hindrance: string | undefined): void {
  if (!hindrance) return;
  throw new DomainError(personal.has(hindrance) ? "forbidden" : hindrance.endsWith("NotFound") ? "not_found" : "conflict", hindrance);
}
