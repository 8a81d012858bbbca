import { useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { formatDayShort } from "@/app/_i18n/format";
import { Call } from "@/app/_shared/departments/Call";
import { WindowList } from "@/app/_shared/departments/Windows";
import { Chinese } from "@/app/_shared/items/Localised";
import { Marked } from "@/app/_shared/terms/Marked";
import { api } from "@/app/_trpc/server";
import { DescriptionList, type Fact } from "@/app/_ui/Lists";
import { Section } from "@/app/_ui/Page";
import type { AcceptancePlace, Contact as ContactWays, Remedy } from "@/domain/items/schema/guide";
import type { Guide } from "./guide";

type Props = { guide: Guide };

const present = (facts: readonly Fact[]) => facts.filter(({ value }) => Boolean(value));

function Outside({ href, children }: { href: string; children: string }) {
  return <a href={href} rel="noreferrer" className="tap">{children}</a>;
}

/** How to apply, what may be sent by post, whether to book, and why a visit is needed. */
export function waysOf({ guide: { content } }: Props): boolean {
  const { channels = [], booking, onSiteReason, serviceArea, quantityLimit, onlinePayment, courierMaterials } = content;
  return channels.length > 0 || [booking, onSiteReason, serviceArea, quantityLimit, onlinePayment, courierMaterials].some((value) => value !== undefined);
}

export function Ways({ guide }: Props) {
  const t = useTranslations("items.guide");
  const enums = useTranslations("enums.items");
  if (!waysOf({ guide })) return null;
  const { channels = [], booking, onSiteReason, serviceArea, quantityLimit, onlinePayment, courierMaterials } = guide.content;
  const bookingLine = booking && [t(booking.required ? "bookingRequired" : "bookingPossible"), booking.rule, booking.perDay && t("bookingPerDay", { count: booking.perDay })].filter(Boolean).join(t("separator"));
  return (
    <Section id="ways" title={t("ways")}>
      <DescriptionList facts={present([
        ...channels.map(({ kind, url, note }) => ({ label: enums(`channelKind.${kind}`), value: <>{note && <Chinese>{note}</Chinese>} {url && <Outside href={url}>{t("openSite")}</Outside>}</> })),
        { label: t("onSiteReason"), value: onSiteReason && <Marked text={onSiteReason} /> },
        { label: t("booking"), value: bookingLine && <Chinese>{bookingLine}</Chinese> },
        { label: t("serviceArea"), value: serviceArea && enums(`serviceArea.${serviceArea}`) },
        { label: t("quantityLimit"), value: quantityLimit && <Chinese>{quantityLimit}</Chinese> },
        { label: t("onlinePayment"), value: onlinePayment !== undefined && t(onlinePayment ? "onlinePaymentYes" : "onlinePaymentNo") },
        { label: t("courierMaterials"), value: courierMaterials !== undefined && t(courierMaterials ? "courierMaterialsYes" : "courierMaterialsNo") },
      ])} />
    </Section>
  );
}

/** Every place that takes the application, with its hours and the way there. */
export function Places({ guide: { content: { places = [] } } }: Props) {
  const t = useTranslations("items.guide");
  if (places.length === 0) return null;
  return (
    <Section id="places" title={t("places")}>
      <ul className="flex flex-col gap-6">
        {places.map((place) => <li key={`${place.name}/${place.address}`} className="flex flex-col gap-1"><OnePlace place={place} /></li>)}
      </ul>
    </Section>
  );
}

function OnePlace({ place: { name, kind, address, window, openingHours, phone, directions } }: { place: AcceptancePlace }) {
  const t = useTranslations("items.guide");
  const kinds = useTranslations("enums.items.placeKind");
  return (
    <>
      <h3 className="font-bold"><Chinese>{name}</Chinese>{kind && <span className="font-normal text-muted"> {kinds(kind)}</span>}</h3>
      <DescriptionList facts={present([
        { label: t("address"), value: <Chinese>{address}</Chinese> },
        { label: t("placeWindow"), value: window && <Chinese>{window}</Chinese> },
        { label: t("placeHours"), value: openingHours && <Chinese>{openingHours}</Chinese> },
        { label: t("placePhone"), value: phone && <Call phone={phone} /> },
        { label: t("directions"), value: directions && <Chinese>{directions}</Chinese> },
      ])} />
    </>
  );
}

/** The windows of the department where this item is taken, and whether they are open now. */
export async function ServiceWindows({ code }: { code: string }) {
  const [t, caller] = await Promise.all([getTranslations("departments.public"), api()]);
  const windows = await caller.departments.listWindows({ itemCode: code });
  return windows.length > 0 && <Section id="windows" title={t("title")}><WindowList windows={windows} /></Section>;
}

/** The ways of contact for one purpose. */
export function useContactFacts() {
  const t = useTranslations("items.guide");
  return (ways: ContactWays | undefined): Fact[] => (ways ? present([
    { label: t("placePhone"), value: ways.phone && <Call phone={ways.phone} /> },
    { label: t("website"), value: ways.website && <Outside href={ways.website}>{ways.website}</Outside> },
    { label: t("mail"), value: ways.mail && <a href={`mailto:${ways.mail}`} className="tap">{ways.mail}</a> },
    { label: t("wechat"), value: ways.wechat && <Chinese>{ways.wechat}</Chinese> },
    { label: t("letterAddress"), value: ways.letterAddress && <Chinese>{ways.letterAddress}</Chinese> },
  ]) : []);
}

/** What one may demand and must do, and where a decision can be challenged. */
export function Remedies({ guide: { content: { review, litigation, rights, duties } } }: Props) {
  const t = useTranslations("items.guide");
  if (!review && !litigation && !rights && !duties) return null;
  return (
    <Section id="remedies" title={t("remedies")} intro={review || litigation ? t("remediesIntro") : undefined}>
      <DescriptionList facts={present([
        { label: t("review"), value: review && <RemedyLines remedy={review} /> },
        { label: t("litigation"), value: litigation && <RemedyLines remedy={litigation} /> },
        { label: t("rights"), value: rights && <span className="whitespace-pre-line"><Marked text={rights} /></span> },
        { label: t("duties"), value: duties && <span className="whitespace-pre-line"><Marked text={duties} /></span> },
      ])} />
    </Section>
  );
}

function RemedyLines({ remedy: { organ, address, phone, url } }: { remedy: Remedy }) {
  const t = useTranslations("items.guide");
  return (
    <span className="flex flex-col">
      <Chinese>{organ}</Chinese>
      {address && <Chinese>{address}</Chinese>}
      {phone && <span><Call phone={phone} /></span>}
      {url && <span><Outside href={url}>{t("openSite")}</Outside></span>}
    </span>
  );
}

/** Hearings, inspections and the like, whose time is told and does not count; and what must be bought elsewhere first. */
export function useProcedureFacts() {
  const t = useTranslations("items.guide");
  const enums = useTranslations("enums.items");
  return ({ specialProcedures = [], intermediaries = [] }: Guide["content"]): Fact[] => [
    ...specialProcedures.map(({ name, kind, days, unit, basis }) => ({
      label: <Chinese>{name}</Chinese>,
      value: <>{[enums(`procedureKind.${kind}`), days !== undefined && t("procedureDays", { days, unit: enums(`unit.${unit ?? "workday"}`) })].filter(Boolean).join(t("separator"))}{basis && <span className="block text-hint text-muted"><Chinese>{basis}</Chinese></span>}</>,
    })),
    ...intermediaries.map(({ service, basis }) => ({ label: t("intermediaries"), value: <><Chinese>{service}</Chinese>{basis && <span className="block text-hint text-muted"><Chinese>{basis}</Chinese></span>}</> })),
  ];
}

/** Who acts by what power, and from when to when the guide holds. */
export function useOrganFacts() {
  const t = useTranslations("items.guide");
  const enums = useTranslations("enums.items");
  const locale = useLocale();
  return ({ powerSource, organ = {}, effectiveOn, cancelledOn }: Guide["content"]): Fact[] => present([
    { label: t("powerSource"), value: powerSource && enums(`powerSource.${powerSource}`) },
    { label: t("organNature"), value: organ.nature && enums(`organNature.${organ.nature}`) },
    { label: t("entrustedBy"), value: organ.entrustedBy && <Chinese>{organ.entrustedBy}</Chinese> },
    { label: t("guidedBy"), value: organ.guidedBy && <Chinese>{organ.guidedBy}</Chinese> },
    { label: t("jointWith"), value: organ.jointWith && organ.jointWith.length > 0 && <Chinese>{organ.jointWith.join("、")}</Chinese> },
    { label: t("effectiveOn"), value: effectiveOn && formatDayShort(effectiveOn, locale) },
    { label: t("cancelledOn"), value: cancelledOn && formatDayShort(cancelledOn, locale) },
  ]);
}
