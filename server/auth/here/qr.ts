import { toString as drawQr } from "qrcode";
import { DomainError } from "@/domain/core/errors";
import { isFresh } from "@/domain/identity/rules";
import { env } from "@/env";
import { decideQr, findQr, getQrRequest, redeemQr, startQr, type QrRequest, type QrState } from "../qr";
import { arrive, client, context, forget, keep, kept, type Arrival } from "../web";
import { signedHere } from "./signed";

/** Begins a sign-in that a phone will approve. Errors as `startQr`. */
export async function startQrHere(): Promise<void> {
  await keep("qr", await startQr(await context(), await client()), 300);
}

export type ShownQr = { state: QrState; pairing: string; svg: string; address: string };

/** The QR sign-in of this browser with its picture; nothing when there is none that is still good. */
export async function shownQrHere(): Promise<ShownQr | undefined> {
  const found = await findQr(await context(), await kept("qr"));
  if (!found) return undefined;
  const address = `${env().publicUrl}/sign-in/approve/${found.approval}`;
  return { state: found.state, pairing: found.pairing, address, svg: await drawQr(address, { type: "svg", margin: 2, errorCorrectionLevel: "M" }) };
}

/** Whether the phone has answered yet; nothing once the code has expired. */
export async function qrStateHere(): Promise<QrState | undefined> {
  return (await findQr(await context(), await kept("qr")))?.state;
}

/** Signs in by the phone's approval. Errors as `redeemQr`. */
export async function redeemQrHere(): Promise<Arrival> {
  const arrival = await arrive(await redeemQr(await context(), await kept("qr"), await client()));
  await forget("qr");
  return arrival;
}

export type AskedApproval = { request: QrRequest; fresh: boolean };

/** What this phone is asked, and whether its owner has proven themselves recently. Errors: `access.signIn` (unauthenticated), `identity.qrForCitizens` (forbidden), as `getQrRequest`. */
export async function approvalHere(approval: string): Promise<AskedApproval> {
  const ctx = await signedHere();
  if (ctx.actor.accountKind === "staff") throw new DomainError("forbidden", "identity.qrForCitizens");
  return { request: await getQrRequest(ctx, approval), fresh: isFresh(ctx.actor.authenticatedAt, ctx.now) };
}

/** Approves or refuses as whoever is signed in on this phone. Errors: `access.signIn` (unauthenticated), as `decideQr`. */
export async function decideQrHere(approval: string, approve: boolean): Promise<void> {
  await decideQr(await signedHere(), approval, approve);
}
