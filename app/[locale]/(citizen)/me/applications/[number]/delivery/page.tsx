import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatInstant } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { WindowList } from "@/app/_shared/departments/Windows";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { keepWeekday } from "@/app/_ui/keepWeekday";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice, NumberGroups } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Timeline } from "@/app/_ui/Timeline";
import { weekInWords } from "@/domain/departments/rules/opening";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import { ChoiceForm } from "./ChoiceForm";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Own = Answers["applications"]["ownDelivery"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deliveries"))("title") };
}

/** How the result of one's own case comes: the choice, where it is, and how to fetch it. */
export default async function DeliveryPage({ params, searchParams }: Props) {
  const number = decodeURIComponent((await params).number);
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("deliveries")]);
  const home = `/me/applications/${number}`;
  const own = await answer((await api()).applications.ownDelivery({ number }), localePath(locale, `${home}/delivery`));
  const kept = await restored(query["kept"], `${home}/delivery`);
  const typed = Object.fromEntries(["way", "name", "phone", "address", "windowId"].map((name) => [name, textOfKept(kept, name)]));
  const windows = own.windows.map(({ id, name, nameEn, address, hours }) => ({ id, label: locale === "en" && nameEn ? nameEn : name, hint: <><Chinese>{address}</Chinese> · {weekInWords(hours, locale === "en" ? "en" : "zh")}</> }));
  return (
    <Page before={<BackLink href={home} />} notice={<>{kept && <RestoredNotice />}{query["did"] === "chosen" && <Notice tone="success" live title={t("own.chosen")} />}</>}>
      <PageHeading caption={<ItemName name={own.itemName} nameEn={own.itemNameEn} />} title={t("title")} lead={t("own.lead")} />
      {own.delivery && <Standing own={own} />}
      {own.canChoose ? (
        <Section title={t(own.delivery ? "own.chooseAgain" : "own.choose")} intro={t("own.chooseIntro")}>
          <ClientMessages areas={["errors", "deliveries", "ui"]}>
            <ChoiceForm id={own.id} number={own.number} idempotencyKey={randomUUID()} known={own.delivery?.addressee ?? own.known} windows={windows} start={kept ? { typed } : own.delivery ? { typed: { way: own.delivery.way, windowId: own.delivery.window?.id ?? "" } } : {}} />
          </ClientMessages>
        </Section>
      ) : !own.delivery && <Notice>{t("own.notYet")}</Notice>}
    </Page>
  );
}

async function Standing({ own: { delivery } }: { own: Own }) {
  const [t, locale] = await Promise.all([getTranslations("deliveries"), getLocale()]);
  if (!delivery) return null;
  const { way, state, addressee, window, code, carrier, trackingNumber, path } = delivery;
  return (
    <>
      {code && <Notice tone="success" title={t("own.codeTitle")}><p className="text-figure font-bold"><NumberGroups value={code} every={3} /></p><p>{t("own.codeText")}</p></Notice>}
      {state === "returned" && <Notice tone="warning" title={t("own.returnedTitle")}>{t("own.returnedText")}</Notice>}
      <DescriptionList facts={[
        { label: t("facts.way"), value: t(`ways.${way}`) }, { label: t("facts.state"), value: t(`states.${state}`) },
        ...(addressee ? [{ label: t("facts.addressee"), value: <Chinese>{[addressee.name, addressee.phone, addressee.address].map((line) => <span key={line} className="block">{line}</span>)}</Chinese> }] : []),
        ...(trackingNumber ? [{ label: t("facts.tracking"), value: <><Chinese>{carrier}</Chinese> <span className="break-all tabular-nums">{trackingNumber}</span></> }] : []),
      ]} />
      {window && <Section title={t("facts.window")}><WindowList windows={[window]} /></Section>}
      <Section title={t("own.path")}><Timeline label={t("own.path")} entries={path.map((step, index) => ({ id: `${index}`, state: index === path.length - 1 ? "current" as const : "done" as const, title: t(`states.${step.state}`), detail: <p className="text-hint text-muted">{keepWeekday(formatInstant(step.at, locale))}{step.state === "returned" && step.note && <> · <Chinese>{step.note}</Chinese></>}</p> }))} /></Section>
    </>
  );
}
