import { DomainError } from "@/domain/core/errors";

/** Throws unless nothing hinders: a missing right is `forbidden`, anything else a conflict with the case as it stands. */
export function authorize(hindrance: string | undefined): void {
  if (!hindrance) return;
  throw new DomainError(hindrance === "access.forbidden" || hindrance === "applications.accepterMayNotDecide" ? "forbidden" : "conflict", hindrance);
}
