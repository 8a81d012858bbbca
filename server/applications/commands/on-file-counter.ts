import type { AttachAtCounter, DetachAtCounter } from "@/domain/applications/schema/on-file";
import { serveForCase, type ClerkCtx } from "../queries/counter";
import { attachCertificate, detachCertificate } from "./on-file";

/**
 * Puts a certificate of whoever is served in place of a paper, as they would themselves: they stand there, were identified,
 * and sign the form that lists it; the history names the clerk too. Errors: those of `attachCertificate` and `serveForCase`.
 */
export async function attachCertificateAtCounter(ctx: ClerkCtx, { reception, ...asked }: AttachAtCounter): Promise<{ attachmentId: string }> {
  return attachCertificate((await serveForCase(ctx, { reception, id: asked.id })).serving, asked);
}

/** Takes it out again, and the permission back. Errors: those of `detachCertificate` and `serveForCase`. */
export async function detachCertificateAtCounter(ctx: ClerkCtx, { reception, ...asked }: DetachAtCounter): Promise<{ attachmentId: string }> {
  return detachCertificate((await serveForCase(ctx, { reception, id: asked.id })).serving, asked);
}
