import { performance } from "node:perf_hooks";
import { isAway } from "@/db/away";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { logger } from "./logger";

/** When whoever asked may ask again, in seconds; said with every 503 that names no other time. */
export const againSeconds = 5;

const place = Symbol.for("tongban.seen-away");
const shared: typeof globalThis & { [place]?: number } = globalThis;

/**
 * The refusal that an error comes to at the edge of the portal: its own, or `requests.unavailable` where what the portal needs
 * is away for now. Nothing for what nobody foresaw. Only for answering: within, an act that broke off is no refusal, because
 * nobody knows whether it was done.
 */
export function refusalIn(error: unknown): DomainError | undefined {
  if (isDomainError(error)) return error;
  if (isHungUp(error)) return new DomainError("invalid", "requests.malformed");
  if (!isAway(error)) return undefined;
  shared[place] = performance.now();
  logger.warn("requests.unavailable", { name: error instanceof Error ? error.name : "unknown" });
  return new DomainError("unavailable", "requests.unavailable", { seconds: againSeconds });
}

/** Whoever asked went away while they were still sending: Node gives it the code of a lost connection, though none of ours was lost. Nobody reads the answer. */
const isHungUp = (error: unknown): boolean => error instanceof Error && error.message === "aborted" && "code" in error && error.code === "ECONNRESET" && !("syscall" in error);

/** Whether something was found away a moment ago, in whichever module graph of this process. */
export const wasAwayLately = (withinMs = 2_000): boolean => shared[place] !== undefined && performance.now() - shared[place] < withinMs;
