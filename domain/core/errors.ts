export type ErrorKind = "invalid" | "unauthenticated" | "forbidden" | "not_found" | "conflict" | "unprocessable" | "too_many" | "unavailable";

export type ErrorParams = Record<string, string | number>;

/** The only error a rule or command throws on purpose. `code` (`nouns.reason`) is also the message key in the interface. */
export class DomainError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    readonly params: ErrorParams = {},
  ) {
    super(code);
    this.name = "DomainError";
  }
}

/** True for a DomainError of this or another module graph of the same process. */
export function isDomainError(error: unknown): error is DomainError {
  return error instanceof Error && error.name === "DomainError" && "code" in error && "kind" in error;
}
