import { useTranslations } from "next-intl";
import { Icon } from "../Icon";
import { TextLink } from "../TextLink";

/** The first thing on every page: what site this is, and how to tell a fake. */
export function Masthead({ host }: { host: string }) {
  const t = useTranslations("common.masthead");
  return (
    <section aria-label={t("site")} data-print="no" data-read-aloud="skip" className="bg-masthead text-on-masthead">
      <details className="group wrap-site max-w-site text-small">
        <summary className="flex min-h-tap flex-wrap items-center gap-x-3 py-1 focus-visible:outline-offset-[-3px]! focus-visible:outline-on-masthead!">
          <span className="inline-flex items-center gap-2"><Icon name="shield" className="size-[1.15em]" />{t("site")}</span>
          <span className="inline-flex items-center gap-1 underline underline-offset-[0.22em]">
            {t("summary")}
            <Icon name="chevronDown" className="size-[0.85em] group-open:rotate-180" />
          </span>
        </summary>
        <ul className="grid gap-x-8 gap-y-2 border-t border-on-masthead/40 py-4 md:grid-cols-2 elder:md:grid-cols-1">
          {[
            t.rich("address", { host, mark: (text) => <strong className="break-all">{text}</strong> }), t("secure"), t("never"), t("apps"),
            t.rich("doubt", { link: (text) => <TextLink href="/ask?kind=problem" className="text-on-masthead hover:text-on-masthead focus-visible:outline-on-masthead!">{text}</TextLink> }),
          ].map((text, index) => (
            <li key={index} className="flex gap-2"><Icon name="check" className="mt-[0.35em] size-[1em]" /><span>{text}</span></li>
          ))}
        </ul>
      </details>
    </section>
  );
}

/** Says on every page of a demonstration that nothing here is real. */
export function DemoBanner() {
  const t = useTranslations("common.demo");
  return (
    <section aria-label={t("title")} data-print="no" data-read-aloud="skip" className="border-b border-warning-line bg-warning-soft text-warning">
      <p className="wrap-site max-w-site py-2 text-small"><strong className="mr-3">{t("title")}</strong>{t("text")}</p>
    </section>
  );
}
