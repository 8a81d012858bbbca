import type { Reader } from "@/db/client";
import type { Actor } from "@/domain/core/actor";

/** Who, when, which request, and a database that cannot write. Nothing else is ambient. */
export type Ctx = {
  actor: Actor;
  now: Date;
  requestId: string;
  /** Network address of the caller, for rate limits only; never stored as it is. */
  address: string;
  db: Reader;
  /** The caller's Idempotency-Key with a digest of what was asked; the first answer is kept under it. */
  idempotency?: { key: string; bodyHash: string } | undefined;
};
