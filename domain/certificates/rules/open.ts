import { DomainError } from "@/domain/core/errors";

/** What a system may ask of certificates of a type: that they are there (facts and state), one field, or every field (`*`). */
export const certificateScope = (typeId: string, field?: string): string => `certificates:${typeId}${field ? `:${field}` : ""}`;

/** Throws unless the scopes of a token reach to these fields of a type. Errors: `certificates.scopeMissing` (forbidden). */
export function requireScopes(scopes: readonly string[], typeId: string, fields: readonly string[]): void {
  const missing = [undefined, ...fields].map((field) => certificateScope(typeId, field))
    .find((scope, at) => !scopes.includes(scope) && (at === 0 || !scopes.includes(certificateScope(typeId, "*"))));
  if (missing) throw new DomainError("forbidden", "certificates.scopeMissing", { scope: missing });
}

const copyDays = 30;

/** Until when a marked copy may be used: a month, and no longer than the permission it was made under. */
export const copyEnds = (now: Date, grantEnds: Date): Date => new Date(Math.min(grantEnds.getTime(), now.getTime() + copyDays * 86_400_000));
