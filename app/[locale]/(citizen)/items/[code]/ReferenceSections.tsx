import { useLocale, useTranslations } from "next-intl";
import { dayOfInstant, formatDayShort } from "@/app/_i18n/format";
import { Call } from "@/app/_shared/departments/Call";
import { dialled } from "@/app/_shared/departments/phones";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { inEnglish } from "@/domain/items/rules/english";
import { visitsOf } from "@/domain/items/rules/visits";
import type { Guide } from "./guide";
import { useContactFacts, useOrganFacts } from "./WaySections";

/** Where to go and whom to call; the public line always. */
export function Contact({ guide: { code, content, department } }: { guide: Guide }) {
  const t = useTranslations("items.guide");
  const ratings = useTranslations("ratings.figures");
  const contact = useContactFacts(content);
  const say = inEnglish(content);
  const visits = visitsOf(content);
  const address = content.address ?? department.address;
  const [asking, complaining] = [contact(content.consultation), contact(content.complaint)];
  const facts = [
    { label: t("address"), value: address && <Localised text={say(address)} /> },
    { label: t("hours"), value: content.openingHours && <Localised text={say(content.openingHours)} /> },
    { label: t("consult"), value: <Phone text={content.consultPhone ?? department.phone ?? undefined} /> },
    { label: t("complaint"), value: content.complaintPhone && <Phone text={content.complaintPhone} /> },
    { label: t("visits"), value: visits !== null && t("visitsCount", { count: visits }) },
    { label: t("online"), value: content.onlineDepth && t(`depth.${content.onlineDepth}`) },
  ].filter(({ value }) => Boolean(value));
  return (
    <Section id="contact" title={t("contact")}>
      <DescriptionList facts={facts} />
      {asking.length > 0 && <><h3 className="mt-4 font-bold">{t("consultationWays")}</h3><DescriptionList facts={asking} /></>}
      {complaining.length > 0 && <><h3 className="mt-4 font-bold">{t("complaintWays")}</h3><DescriptionList facts={complaining} /></>}
      <p data-print="no"><TextLink href={`/ratings/item/${code}`} className="tap">{ratings("itemLink")}</TextLink></p>
    </Section>
  );
}

/** A number one can press to call, where the text is one number; else the words of the source. */
function Phone({ text }: { text: string | undefined }) {
  const t = useTranslations("items.guide");
  const general = <a href="tel:12345" className="inline-flex min-h-tap items-center">{t("general")}</a>;
  if (!text) return general;
  return (
    <span className="flex flex-wrap items-center gap-x-6">
      <Call phone={text} />
      {dialled(text) !== "12345" && general}
    </span>
  );
}

export function LegalBasis({ content: { legalBasis } }: { content: Guide["content"] }) {
  const t = useTranslations("items.guide");
  if (legalBasis.length === 0) return null;
  return (
    <Section id="legal" title={t("legal")}>
      <ul className="flex max-w-measure list-disc flex-col gap-2 pl-[1.6em]">
        {legalBasis.map(({ instrument, articles, text }, index) => (
          <li key={index}><Chinese>{dayInWords(instrument)}{articles && <span> {articleText(articles)}</span>}{text && <span className="block text-hint text-muted">{text}</span>}</Chinese></li>
        ))}
      </ul>
    </Section>
  );
}

/** The day an instrument was made, as days are written here: 居住证暂行条例(2015-11-26) reads 居住证暂行条例（2015年11月26日）. */
function dayInWords(text: string): string {
  return text.replace(/\((\d{4})-(\d{2})-(\d{2})\)/, (_, year: string, month: string, day: string) => `（${year}年${Number(month)}月${Number(day)}日）`);
}

/** Bare numbers are articles: `2,3` reads 第 2、3 条. */
const articleText = (articles: string) => (/^[\d,、\s-]+$/.test(articles) ? `第 ${articles.replace(/,\s*/g, "、")} 条` : articles);

export function ItemFacts({ guide }: { guide: Guide }) {
  const t = useTranslations("items.guide");
  const enums = useTranslations("enums.items");
  const locale = useLocale();
  const { content, revision } = guide;
  const organFacts = useOrganFacts();
  return (
    <Section id="facts" title={t("facts")}>
      <DescriptionList facts={[
        { label: t("code"), value: <span className="tabular-nums">{guide.code}</span> },
        { label: t("basicCode"), value: <span className="tabular-nums">{guide.basicCode}</span> },
        { label: t("itemType"), value: enums(`itemType.${content.itemType}`) },
        { label: t("level"), value: enums(`level.${content.level}`) },
        { label: t("handling"), value: enums(`handling.${content.handling}`) },
        { label: t("department"), value: <Chinese>{guide.department.name}</Chinese> },
        ...organFacts(content),
        { label: t("division"), value: <Chinese>{guide.divisionName}</Chinese> },
        { label: t("revision"), value: t("revisionNumber", { number: revision.number }) },
        ...(revision.publishedAt ? [{ label: t("published"), value: formatDayShort(dayOfInstant(revision.publishedAt), locale) }] : []),
      ]} />
    </Section>
  );
}

/** Where the content comes from and of when it is. */
export function Sources({ content: { sources }, demo }: { content: Guide["content"]; demo: boolean }) {
  const t = useTranslations("items.guide");
  return (
    <Section id="sources" title={t("sources")}>
      <ul className="flex max-w-measure list-disc flex-col gap-2 pl-[1.6em]">
        {sources.map(({ ref, url, asOf }) => (
          <li key={ref + (url ?? "")}>
            <Chinese>{url && /^https?:/.test(url) ? <a href={url} rel="noreferrer" className="tap">{dayInWords(ref)}</a> : dayInWords(ref)}</Chinese>
            {asOf && <span className="block text-hint text-muted">{t("sourceAsOf", { date: asOf })}</span>}
          </li>
        ))}
      </ul>
      <p className="max-w-measure text-muted">{t("sourceNote")}</p>
      {demo && <Notice tone="warning" title={t("demoTitle")}>{t("demoText")}</Notice>}
    </Section>
  );
}
