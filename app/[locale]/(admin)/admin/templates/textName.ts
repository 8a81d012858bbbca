import type { getTranslations } from "next-intl/server";
import { messageTemplates, noticeKinds } from "@/domain/notices/schema";
import { letterKinds, type TextKind } from "@/domain/notices/schema/texts";

type T = Awaited<ReturnType<typeof getTranslations<"templates">>>;

/** What a text is called. */
export function textName(t: T, kind: TextKind): string {
  const [, name = ""] = kind.split(".");
  const notice = noticeKinds.find((one) => kind === `notice.${one}`);
  const message = messageTemplates.find((one) => kind === `message.${one}`);
  const letter = letterKinds.find((one) => kind === `letter.${one}`);
  if (notice) return t(`notice.${notice}`);
  if (message) return t(`message.${message}`);
  return letter ? t(`letter.${letter}`) : name;
}
