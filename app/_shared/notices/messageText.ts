import type { useTranslations } from "next-intl";
import { formatDayShort } from "@/app/_i18n/format";
import type { Locale } from "@/app/_i18n/routing";
import type { Answers } from "@/app/_trpc/types";

type Message = Pick<Answers["notices"]["listMessages"]["rows"][number], "template" | "params">;

/** The text of a message in one language; a day it names is optional in every template. */
export function messageText(t: ReturnType<typeof useTranslations<"notices">>, { template, params: { number = "", level = "", dueOn } }: Message, locale: Locale): string {
  return t(`messages.${template}`, { number, level, hasDue: dueOn ? "yes" : "no", dueOn: dueOn ? formatDayShort(dueOn, locale) : "" });
}
