import { useLocale, useTranslations } from "next-intl";
import { formatInstant } from "@/app/_i18n/format";
import { ItemName } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { TextLink } from "@/app/_ui/TextLink";
import { parseApplicationNumber } from "@/domain/core/codes";

/** Messages to the person signed in, each with the way to its case. */
export function MessageList({ rows }: { rows: Answers["notices"]["listMessages"]["rows"] }) {
  const t = useTranslations("me");
  const locale = useLocale();
  return (
    <ul className="divide-y divide-line rounded-card border border-line">
      {rows.map((message) => {
        const number = message.applicationNumber && parseApplicationNumber(message.applicationNumber);
        return (
          <li key={message.id} className="px-4 py-3 md:px-5">
            {message.itemName && <p className="text-hint font-semibold text-muted"><ItemName name={message.itemName} nameEn={message.itemNameEn} /></p>}
            <p className="max-w-measure">{message.text[locale === "en" ? "en" : "zh"]}</p>
            <p className="flex flex-wrap items-center gap-x-4 text-hint text-muted">
              <time dateTime={message.createdAt}>{formatInstant(message.createdAt, locale)}</time>
              {number && <TextLink href={`/me/applications/${number}`} className="inline-flex min-h-tap items-center">{t("messageOpen")}<span className="sr-only"> {message.applicationNumber}</span></TextLink>}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
