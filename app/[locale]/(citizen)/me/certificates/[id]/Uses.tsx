import { useLocale, useTranslations } from "next-intl";
import { formatInstant } from "@/app/_i18n/format";
import { PurposeText } from "@/app/_shared/certificates/presenting/words";
import { Chinese } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";

type Use = Answers["certificates"]["listUses"]["rows"][number];

/** The latest uses of one certificate, newest first. */
export function Uses({ id, uses }: { id: string; uses: readonly Use[] }) {
  const t = useTranslations("wallet.uses");
  return (
    <Section title={t("title")} intro={t("text")} actions={uses.length > 0 && <TextLink href={`/me/certificates/uses?certificate=${id}`} className="tap">{t("all")}</TextLink>}>
      {uses.length === 0 ? <p>{t("none")}</p> : <ol className="border-t border-line">{uses.map((use) => <UseRow key={use.id} use={use} />)}</ol>}
    </Section>
  );
}

function UseRow({ use: { at, kind, by, purpose, shownFor } }: { use: Use }) {
  const t = useTranslations("certificateUses.uses");
  const locale = useLocale();
  return (
    <li className="grid gap-x-6 border-b border-line py-3 sm:grid-cols-[minmax(0,16em)_minmax(0,1fr)] elder:sm:grid-cols-1">
      <time dateTime={at} className="text-muted">{formatInstant(at, locale)}</time>
      <span className="min-w-0 max-w-measure"><strong>{by.kind === "anyone" ? t("anyone") : <Chinese>{by.name}</Chinese>}</strong> <span className="block">{t(`kinds.${kind}`)} · <PurposeText purpose={shownFor} words={purpose} /></span></span>
    </li>
  );
}
