import { desc, eq, isNotNull } from "drizzle-orm";
import { z } from "zod";
import { open } from "@/db/personal-data";
import { accounts, enrolments } from "@/db/schema";
import { maskEmail, maskPhone } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { enrolmentLetter } from "@/domain/identity/rules/letters";
import { enrolmentHours } from "@/domain/identity/rules/staff";
import { env } from "@/env";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { mailServer } from "@/server/integrations/mail/gateway";
import { smsGateway } from "@/server/integrations/sms/gateway";
import type { Account } from "./accounts";

type Reach = { by: "phone" | "email"; to: string };

function addressOf({ id, phone, email }: Account): Reach | undefined {
  if (phone && smsGateway()) return { by: "phone", to: open(phone, { table: "accounts", column: "phone", row: id }) };
  return email && mailServer() ? { by: "email", to: open(email, { table: "accounts", column: "email", row: id }) } : undefined;
}

/** Where an enrolment link of this account can be sent, masked; nothing where it has neither phone nor address that this installation writes to. */
export function reachOf(account: Account): string | undefined {
  const reach = addressOf(account);
  return reach && (reach.by === "phone" ? maskPhone(reach.to) : maskEmail(reach.to));
}

const linkOf = (token: string) => `${env().publicUrl}/enrol/${token}`;
const tokenOf = ({ id, token }: { id: string; token: string }) => open(token, { table: "enrolments", column: "token", row: id });

const Order = z.object({ enrolmentId: z.uuid() });

/**
 * Sends an enrolment link to its holder. The gateway knows it by its row; once sent nobody can read it any more, save in a
 * demonstration. Errors: `identity.enrolmentSentAlready` (conflict), and what the gateway throws.
 */
export async function deliverEnrolment(ctx: Ctx, payload: unknown): Promise<void> {
  const { enrolmentId } = Order.parse(payload);
  const [found] = await ctx.db.select({ enrolment: enrolments, account: accounts }).from(enrolments).innerJoin(accounts, eq(accounts.id, enrolments.accountId)).where(eq(enrolments.id, enrolmentId)).limit(1);
  if (!found || found.enrolment.usedAt || found.enrolment.expiresAt <= ctx.now) return;
  const { id, token } = found.enrolment;
  if (!token) throw new DomainError("conflict", "identity.enrolmentSentAlready");
  const reach = addressOf(found.account);
  if (!reach) return;
  const link = linkOf(tokenOf({ id, token }));
  if (reach.by === "phone") await smsGateway()?.send({ id, phone: reach.to, template: "enrolmentLink", params: { link, hours: String(enrolmentHours) } });
  else await mailServer()?.send({ id, to: reach.to, ...enrolmentLetter(link, enrolmentHours) });
  await commit(ctx, async (tx) => {
    if (!env().demo) await tx.update(enrolments).set({ token: null }).where(eq(enrolments.id, id));
    return { value: undefined, audit: { action: "identity.deliverEnrolment", subject: { type: "account", id: found.account.id } } };
  });
}

/** The links that a demonstration has sent, newest first; empty elsewhere, where none can be read. */
export async function listSentLinks({ db }: Pick<Ctx, "db">): Promise<{ id: string; to: string; link: string; createdAt: string }[]> {
  if (!env().demo) return [];
  const rows = await db.select({ enrolment: enrolments, account: accounts }).from(enrolments).innerJoin(accounts, eq(accounts.id, enrolments.accountId)).where(isNotNull(enrolments.token)).orderBy(desc(enrolments.id)).limit(20);
  return rows.map(({ enrolment: { id, token, createdAt }, account }) => ({ id, to: addressOf(account)?.to ?? "", link: linkOf(tokenOf({ id, token: token ?? "" })), createdAt: createdAt.toISOString() }));
}
