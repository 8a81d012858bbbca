import { useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Fragment } from "react";
import { formatDayShort } from "@/app/_i18n/format";
import { Call } from "@/app/_shared/departments/Call";
import { WindowList } from "@/app/_shared/departments/Windows";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { Marked } from "@/app/_shared/terms/Marked";
import { api } from "@/app/_trpc/server";
import { DescriptionList, type Fact } from "@/app/_ui/Lists";
import { Section } from "@/app/_ui/Page";
import { inEnglish } from "@/domain/items/rules/english";
import type { AcceptancePlace, Contact as ContactWays, Remedy } from "@/domain/items/schema/guide";
import type { Guide } from "./guide";

type Props = { guide: Guide };
type Say = ReturnType<typeof inEnglish>;

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
  const [say, separator] = [inEnglish(guide.content), t("separator")];
  return (
    <Section id="ways" title={t("ways")}>
      <DescriptionList facts={present([
        ...channels.map(({ kind, url, note }) => ({ label: enums(`channelKind.${kind}`), value: <>{note && <Localised text={say(note)} />} {url && <Outside href={url}>{t("openSite")}</Outside>}</> })),
        { label: t("onSiteReason"), value: onSiteReason && <Marked text={say(onSiteReason)} /> },
        { label: t("booking"), value: booking && <>{t(booking.required ? "bookingRequired" : "bookingPossible")}{booking.rule && <>{separator}<Localised text={say(booking.rule)} /></>}{booking.perDay && `${separator}${t("bookingPerDay", { count: booking.perDay })}`}</> },
        { label: t("serviceArea"), value: serviceArea && enums(`serviceArea.${serviceArea}`) },
        { label: t("quantityLimit"), value: quantityLimit && <Localised text={say(quantityLimit)} /> },
        { label: t("onlinePayment"), value: onlinePayment !== undefined && t(onlinePayment ? "onlinePaymentYes" : "onlinePaymentNo") },
        { label: t("courierMaterials"), value: courierMaterials !== undefined && t(courierMaterials ? "courierMaterialsYes" : "courierMaterialsNo") },
      ])} />
    </Section>
  );
}

/** Every place that takes the application, with its hours and the way there. */
export function Places({ guide: { content } }: Props) {
  const { places = [] } = content;
  const say = inEnglish(content);
  const t = useTranslations("items.guide");
  if (places.length === 0) return null;
  return (
    <Section id="places" title={t("places")}>
      <ul className="flex flex-col gap-6">
        {places.map((place) => <li key={`${place.name}/${place.address}`} className="flex flex-col gap-1"><OnePlace place={place} say={say} /></li>)}
      </ul>
    </Section>
  );
}

function OnePlace({ place: { name, kind, address, window, openingHours, phone, directions }, say }: { place: AcceptancePlace; say: Say }) {
  const t = useTranslations("items.guide");
  const kinds = useTranslations("enums.items.placeKind");
  return (
    <>
      <h3 className="font-bold"><Localised text={say(name)} />{kind && <span className="font-normal text-muted"> {kinds(kind)}</span>}</h3>
      <DescriptionList facts={present([
        { label: t("address"), value: <Localised text={say(address)} /> },
        { label: t("placeWindow"), value: window && <Localised text={say(window)} /> },
        { label: t("placeHours"), value: openingHours && <Localised text={say(openingHours)} /> },
        { label: t("placePhone"), value: phone && <Call phone={phone} /> },
        { label: t("directions"), value: directions && <Localised text={say(directions)} /> },
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
export function useContactFacts(content: Guide["content"]) {
  const t = useTranslations("items.guide");
  const say = inEnglish(content);
  return (ways: ContactWays | undefined): Fact[] => (ways ? present([
    { label: t("placePhone"), value: ways.phone && <Call phone={ways.phone} /> },
    { label: t("website"), value: ways.website && <Outside href={ways.website}>{ways.website}</Outside> },
    { label: t("mail"), value: ways.mail && <a href={`mailto:${ways.mail}`} className="tap">{ways.mail}</a> },
    { label: t("wechat"), value: ways.wechat && <Chinese>{ways.wechat}</Chinese> },
    { label: t("letterAddress"), value: ways.letterAddress && <Localised text={say(ways.letterAddress)} /> },
  ]) : []);
}

/** What one may demand and must do, and where a decision can be challenged. */
export function Remedies({ guide: { content } }: Props) {
  const t = useTranslations("items.guide");
  const { review, litigation, rights, duties } = content;
  const say = inEnglish(content);
  if (!review && !litigation && !rights && !duties) return null;
  return (
    <Section id="remedies" title={t("remedies")} intro={review || litigation ? t("remediesIntro") : undefined}>
      <DescriptionList facts={present([
        { label: t("review"), value: review && <RemedyLines remedy={review} say={say} /> },
        { label: t("litigation"), value: litigation && <RemedyLines remedy={litigation} say={say} /> },
        { label: t("rights"), value: rights && <span className="whitespace-pre-line"><Marked text={say(rights)} /></span> },
        { label: t("duties"), value: duties && <span className="whitespace-pre-line"><Marked text={say(duties)} /></span> },
      ])} />
    </Section>
  );
}

function RemedyLines({ remedy: { organ, address, phone, url }, say }: { remedy: Remedy; say: Say }) {
  const t = useTranslations("items.guide");
  return (
    <span className="flex flex-col">
      <Localised text={say(organ)} />
      {address && <Localised text={say(address)} />}
      {phone && <span><Call phone={phone} /></span>}
      {url && <span><Outside href={url}>{t("openSite")}</Outside></span>}
    </span>
  );
}

/** Hearings, inspections and the like, whose time is told and does not count; and what must be bought elsewhere first. */
export function useProcedureFacts() {
  const t = useTranslations("items.guide");
  const enums = useTranslations("enums.items");
  return (content: Guide["content"]): Fact[] => [
    ...(content.specialProcedures ?? []).map(({ name, kind, days, unit, basis }) => ({
      label: <Localised text={inEnglish(content)(name)} />,
      value: <>{[enums(`procedureKind.${kind}`), days !== undefined && t("procedureDays", { days, unit: enums(`unit.${unit ?? "workday"}`) })].filter(Boolean).join(t("separator"))}{basis && <span className="block text-hint text-muted"><Chinese>{basis}</Chinese></span>}</>,
    })),
    ...(content.intermediaries ?? []).map(({ service, basis }) => ({ label: t("intermediaries"), value: <><Localised text={inEnglish(content)(service)} />{basis && <span className="block text-hint text-muted"><Chinese>{basis}</Chinese></span>}</> })),
  ];
}

/** Who acts by what power, and from when to when the guide holds. */
export function useOrganFacts() {
  const t = useTranslations("items.guide");
  const enums = useTranslations("enums.items");
  const locale = useLocale();
  return (content: Guide["content"]): Fact[] => {
    const { powerSource, organ = {}, effectiveOn, cancelledOn } = content;
    const say = inEnglish(content);
    return present([
      { label: t("powerSource"), value: powerSource && enums(`powerSource.${powerSource}`) },
      { label: t("organNature"), value: organ.nature && enums(`organNature.${organ.nature}`) },
      { label: t("entrustedBy"), value: organ.entrustedBy && <Localised text={say(organ.entrustedBy)} /> },
      { label: t("guidedBy"), value: organ.guidedBy && <Localised text={say(organ.guidedBy)} /> },
      { label: t("jointWith"), value: organ.jointWith && organ.jointWith.length > 0 && organ.jointWith.map((name, at) => <Fragment key={name}>{at > 0 && t("separator")}<Localised text={say(name)} /></Fragment>) },
      { label: t("effectiveOn"), value: effectiveOn && formatDayShort(effectiveOn, locale) },
      { label: t("cancelledOn"), value: cancelledOn && formatDayShort(cancelledOn, locale) },
    ]);
  };
}
