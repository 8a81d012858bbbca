import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { DomainError } from "@/domain/core/errors";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { logger } from "@/server/core/logger";
import { fileScanner } from "@/server/integrations/file-scanner/gateway";
import type { FileScannerPort, Verdict } from "@/server/integrations/file-scanner/port";
import { Unavailable } from "@/server/integrations/signed-request";

type Incoming = { path: string; /** As it is shown, for whoever sent it. */ name: string };

/**
 * Has a file looked at as it came, before any program of ours opens it and before anything is kept. True where it must wait
 * for that, the scanner being away; false where it was found clean, or where no scanner is configured.
 * Errors (invalid; name): `files.infected`, `files.unscannable`; the audit log has what was refused, by its digest.
 */
export async function awaitsScan(ctx: Ctx, { path, name }: Incoming): Promise<boolean> {
  const scanner = fileScanner();
  const verdict = scanner && (await scanOrNothing(scanner, path));
  if (!scanner || verdict?.kind === "clean") return false;
  if (!verdict) return true;
  const after = { ...verdict, size: (await stat(path)).size, sha256: await sha256Of(path) };
  await commit({ ...ctx, idempotency: undefined }, async () => ({ value: undefined, audit: { action: "files.refuse", subject: { type: "account", id: ctx.actor.kind === "user" ? ctx.actor.id : "" }, after } }));
  throw new DomainError("invalid", `files.${verdict.kind}`, { name });
}

/** For files that go to many people, or are read by programs at once: none is taken while the scanner is away. Errors: as `awaitsScan`, `files.scannerAway` (unavailable; name). */
export async function requireScan(ctx: Ctx, file: Incoming): Promise<void> {
  if (await awaitsScan(ctx, file)) throw new DomainError("unavailable", "files.scannerAway", { name: file.name });
}

async function scanOrNothing(scanner: FileScannerPort, path: string): Promise<Verdict | undefined> {
  try {
    return await scanner.scan(createReadStream(path));
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    logger.warn("files.scannerAway", {});
    return undefined;
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
