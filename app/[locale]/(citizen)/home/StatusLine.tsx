import { useLocale, useTranslations } from "next-intl";
import { closurePeriod, ClosureName } from "@/app/_shared/departments/Closures";
import { VerdictSentence } from "@/app/_shared/departments/VerdictSentence";
import type { Answers } from "@/app/_trpc/types";
import { Icon } from "@/app/_ui/Icon";
import { TextLink } from "@/app/_ui/TextLink";
import { verdictOf } from "@/domain/departments/rules/closures";

/** In a line: whether everything works, the next closures by name, and the way to the page that tells more. */
export function StatusLine({ status }: { status: Answers["departments"]["getServiceStatus"] }) {
  const [t, words, locale] = [useTranslations("closures.status"), useTranslations("closures"), useLocale()];
  const closures = [...status.current, ...status.ahead].filter(({ scope }) => scope.kind !== "portal").slice(0, 3);
  const good = verdictOf(status) === "good";
  return (
    <div className="mt-4 flex flex-col gap-2 border-t border-line pt-6">
      <p className="flex flex-wrap items-center gap-x-6">
        <span className="inline-flex items-center gap-2 font-semibold">
          <Icon name={good ? "check" : "clock"} className={good ? "size-[1.1em] text-success" : "size-[1.1em] text-warning"} />
          <VerdictSentence status={status} />
        </span>
        <TextLink href="/status" className="tap">{t("title")}</TextLink>
      </p>
      {closures.length > 0 && (
        <ul className="flex flex-col gap-1">
          {closures.map((closure) => <li key={closure.id}><span className="font-semibold"><ClosureName closure={closure} /></span> {words("announced", { period: closurePeriod(words, closure, locale) })}</li>)}
        </ul>
      )}
    </div>
  );
}
