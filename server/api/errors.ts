import { TRPCError } from "@trpc/server";
import { isDomainError, type DomainError, type ErrorKind, type ErrorParams } from "@/domain/core/errors";
import { logger } from "@/server/core/logger";

const trpcCode = {
  invalid: "BAD_REQUEST",
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  conflict: "CONFLICT",
  unprocessable: "UNPROCESSABLE_CONTENT",
  too_many: "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
} as const satisfies Record<ErrorKind, TRPCError["code"]>;

/** The wire form of a refusal: its kind decides the status, its code is the message key. */
export function toTRPCError(error: DomainError): TRPCError {
  return new TRPCError({ code: trpcCode[error.kind], message: error.code, cause: error });
}

/** What a client may know of an error: `{ code, params }`; anything unforeseen is `requests.failed` and goes to the log. */
export function publicError(error: TRPCError): { code: string; params: ErrorParams } {
  if (isDomainError(error.cause)) return { code: error.cause.code, params: error.cause.params };
  if (error.code === "BAD_REQUEST") return { code: "requests.invalidInput", params: inputProblem(error.cause) };
  if (error.code === "NOT_FOUND") return { code: "requests.unknownProcedure", params: {} };
  return { code: "requests.failed", params: {} };
}

function inputProblem(cause: unknown): ErrorParams {
  if (!(cause instanceof Error) || !("issues" in cause) || !Array.isArray(cause.issues)) return {};
  const [first] = cause.issues as { path: PropertyKey[]; code: string }[];
  // A name that somebody made up is not repeated.
  return first ? { field: first.path.map((part) => (/^\w{1,40}$/.test(String(part)) ? String(part) : "…")).join("."), problem: first.code } : {};
}

/** Logs what nobody foresaw, without the input: a failed query repeats its parameters, and the database what it could not read. */
export function logUnforeseen(error: TRPCError, path: string | undefined, requestId: string): void {
  if (error.code !== "INTERNAL_SERVER_ERROR") return;
  const cause = error.cause ?? error;
  const root = cause.cause instanceof Error ? cause.cause : cause;
  const message = root.message.replace(/"[^"]*"/gu, '"…"').split("\nparams:")[0]?.slice(0, 300);
  const stack = cause.stack?.split("\n").filter((line) => /^\s+at /u.test(line)).join("\n").slice(0, 1500);
  const constraint = "constraint" in root && typeof root.constraint === "string" ? root.constraint : undefined;
  logger.error("requests.failed", { path, requestId, name: cause.name, message, constraint, stack });
}

const deepest = 100;

/** Whether an input can be kept: the database knows no NUL, half a surrogate pair is no character, and nothing of ours is nested deep. */
export function isReadable(input: unknown, depth = 0): boolean {
  if (typeof input === "string") return !input.includes("\u0000") && input.isWellFormed();
  if (typeof input !== "object" || input === null) return true;
  return depth < deepest && Object.entries(input).every(([key, value]) => isReadable(key) && isReadable(value, depth + 1));
}
