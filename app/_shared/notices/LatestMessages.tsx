import { getLocale, getTranslations } from "next-intl/server";
import { formatInstant } from "@/app/_i18n/format";
import { api } from "@/app/_trpc/server";
import { Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { parseApplicationNumber } from "@/domain/core/codes";
import { messageText } from "./messageText";

const latest = 3;

/** The last few messages to the person signed in; nothing where there are none. */
export async function LatestMessages() {
  const { rows } = await (await api()).notices.listMessages({ limit: latest });
  if (rows.length === 0) return null;
  const [t, texts, locale] = await Promise.all([getTranslations("me"), getTranslations("notices"), getLocale()]);
  return (
    <Section title={t("messages")}>
      <ul className="divide-y divide-line rounded-card border border-line">
        {rows.map((message) => {
          const number = message.applicationNumber && parseApplicationNumber(message.applicationNumber);
          const text = messageText(texts, message, locale);
          return (
            <li key={message.id} className="px-4 py-3 md:px-5">
              <p className="max-w-measure">{text}</p>
              <p className="flex flex-wrap items-center gap-x-4 text-hint text-muted">
                <time dateTime={message.createdAt}>{formatInstant(message.createdAt, locale)}</time>
                {number && <TextLink href={`/me/applications/${number}`} className="inline-flex min-h-tap items-center">{t("messageOpen")}<span className="sr-only"> {message.applicationNumber}</span></TextLink>}
              </p>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
