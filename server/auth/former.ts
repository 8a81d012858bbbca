import { randomUUID } from "node:crypto";
import { z } from "zod";
import { open, seal } from "@/db/personal-data";
import type { accounts } from "@/db/schema";
import { formerAddressLetter } from "@/domain/identity/rules/letters";
import type { OutboxEntry } from "@/server/core/commit";
import { mailServer } from "@/server/integrations/mail/gateway";
import { smsGateway } from "@/server/integrations/sms/gateway";

type Account = Pick<typeof accounts.$inferSelect, "id" | "phone" | "email">;
export type Address = "phone" | "email";

/** Orders that the phone or the e-mail address which an account had until now is told that it is no longer; nothing where it had none. */
export function tellFormer(account: Account, by: Address): OutboxEntry[] {
  const sealed = account[by];
  if (!sealed) return [];
  const id = randomUUID();
  const to = seal(open(sealed, { table: "accounts", column: by, row: account.id }), { table: "passing", column: "former_address", row: id });
  return [{ topic: "identity.tellFormer", payload: { id, by, to } }];
}

const Former = z.object({ id: z.uuid(), by: z.enum(["phone", "email"]), to: z.string() });

/** Tells it. The gateway knows the message by its id, so that a second attempt sends nothing twice. */
export async function sendToFormer(payload: unknown): Promise<void> {
  const { id, by, to: sealed } = Former.parse(payload);
  const to = open(sealed, { table: "passing", column: "former_address", row: id });
  if (by === "email") await mailServer()?.send({ id, to, ...formerAddressLetter });
  else await smsGateway()?.send({ id, phone: to, template: "phoneChanged", params: {} });
}
