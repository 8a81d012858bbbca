import { normaliseText } from "@/domain/core/codes";
import type { RegisteredStatus } from "./schema";

type Registered = { status: RegisteredStatus; representative: string; isRepresentative: boolean };

/**
 * Why a person may not bind an organisation (公司法 10, 企业信息公示暂行条例), as an error code; nothing when they may: it must be
 * in operation, and the register must name them, by name and by number.
 */
export function hindranceToBind({ status, representative, isRepresentative }: Registered, name: string): string | undefined {
  if (status === "cancelled") return "organisations.cancelled";
  if (status === "revoked") return "organisations.licenceRevoked";
  return names({ representative, isRepresentative }, name) ? undefined : "organisations.notRepresentative";
}

/** Whether the register names this person; one that says yes and gives another name is not believed. */
export function names({ representative, isRepresentative }: Pick<Registered, "representative" | "isRepresentative">, name: string): boolean {
  return isRepresentative && normaliseText(representative) === normaliseText(name);
}
