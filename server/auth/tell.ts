import type { OutboxEntry } from "@/server/core/commit";

export type SecurityMessage = "passkeyAdded" | "passkeyRemoved" | "passwordChanged" | "passwordRecovered" | "phoneChanged" | "authenticatorAdded" | "authenticatorRemoved" | "emailChanged" | "emailRemoved";

/** A message to the owner of an account about its security: read in their space and on their phone; told once per `id`. */
export const tell = (accountId: string, template: SecurityMessage, id: string): OutboxEntry =>
  ({ topic: "notices.tell", payload: { accountId, template, params: {}, dedupeKey: `${template}:${id}` } });
