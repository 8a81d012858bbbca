import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDay, formatStamp } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { FileField } from "@/app/_ui/FileField";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { Tag } from "@/app/_ui/Tag";
import { formatApplicationNumber } from "@/domain/core/codes";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import { ConfirmForm, MoveForm, ReturnForm, SendForm } from "./DeliveryForms";
import { deliveryForms, type DeliveryState } from "./state";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Found = Answers["applications"]["deliveryForDesk"];
type Delivery = NonNullable<Found["delivery"]>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deliveries"))("title") };
}

/** The paper of one case: where it is, and the next move. */
export default async function DeliveryPage({ params, searchParams }: Props) {
  const number = decodeURIComponent((await params).number);
  const [query, locale, t, errors] = await Promise.all([searchParams, getLocale(), getTranslations("deliveries"), getTranslations("errors")]);
  const home = `/desk/applications/${number}`;
  const found = await answer((await api()).applications.deliveryForDesk({ number }), localePath(locale, `${home}/delivery`));
  const kept = await restored(query["kept"], `${home}/delivery`);
  const did = deliveryForms.find((form) => form === query["did"]);
  const file = query["file"];
  const start: DeliveryState = kept ? { form: deliveryForms.find((form) => form === textOfKept(kept, "_form")) ?? "prepare", typed: Object.fromEntries(["carrier", "trackingNumber", "reason", "proof", "receiver", "documentChecked"].map((name) => [name, textOfKept(kept, name)])) } : {};
  return (
    <Page
      before={<Breadcrumbs trail={[{ href: "/desk", label: t("queue") }, { href: home, label: formatApplicationNumber(found.number) }]} current={t("title")} />}
      notice={<>{kept && <RestoredNotice />}{did && <Notice tone="success" live title={t(`forms.${did}.done`)} />}{typeof file === "string" && <Notice tone="error" live>{refusalText(errors, { code: file, params: {} })}</Notice>}</>}
    >
      <PageHeading caption={<ItemName name={found.itemName} nameEn={found.itemNameEn} />} title={t("title")} lead={found.dueOn && found.deliverable ? t("dueOn", { day: formatDay(found.dueOn, locale) }) : undefined} />
      {found.delivery ? <><Facts found={found} delivery={found.delivery} /><ClientMessages areas={["errors", "deliveries", "ui"]}><Moves found={found} delivery={found.delivery} start={start} /></ClientMessages></> : <Notice>{t("notChosen")}</Notice>}
    </Page>
  );
}

async function Facts({ found, delivery }: { found: Found; delivery: Delivery }) {
  const t = await getTranslations("deliveries");
  const { way, state, attempt, addressee, windowName, carrier, trackingNumber, proof, receiver, deliveredAt, path } = delivery;
  return (
    <DescriptionList facts={[
      { label: t("facts.applicant"), value: <Chinese>{found.applicantName}</Chinese> },
      { label: t("facts.way"), value: <>{t(`ways.${way}`)}{attempt > 1 && ` (${t("attempt", { attempt })})`}</> }, { label: t("facts.state"), value: <Tag tone={state === "delivered" ? "success" : state === "returned" ? "warning" : "info"}>{t(`states.${state}`)}</Tag> },
      ...(addressee ? [{ label: t("facts.addressee"), value: <Chinese>{addressee.name}<br />{addressee.phone}<br />{addressee.address}</Chinese> }] : []),
      ...(windowName ? [{ label: t("facts.window"), value: <Chinese>{windowName}</Chinese> }] : []),
      ...(trackingNumber ? [{ label: t("facts.tracking"), value: <><Chinese>{carrier}</Chinese> {trackingNumber}</> }] : []),
      ...(proof ? [{ label: t("facts.proof"), value: <>{t(`forms.confirm.proofs.${proof}`)}{receiver && <> · <Chinese>{receiver}</Chinese></>}{deliveredAt && <> · {formatStamp(deliveredAt)}</>}</> }] : []),
      { label: t("facts.path"), value: <ul>{path.map((step, index) => <li key={index}>{formatStamp(step.at)} {t(`states.${step.state}`)}{step.note && <> · <Chinese>{step.note}</Chinese></>}</li>)}</ul> },
    ]} />
  );
}

async function Moves({ found: { number }, delivery: { id: deliveryId, version, way, acts, hasProof }, start }: { found: Found; delivery: Delivery; start: DeliveryState }) {
  const t = await getTranslations("deliveries");
  const paper = { deliveryId, version, number, start };
  if (acts.length === 0) return <Notice>{t("nothing")}</Notice>;
  return (
    <>
      {acts.includes("prepare") && <Section title={t("forms.prepare.title")} intro={t("forms.prepare.intro")}><MoveForm form="prepare" {...paper} /></Section>}
      {acts.includes("send") && <Section title={t("forms.send.title")} intro={t("forms.send.intro")}><SendForm {...paper} /></Section>}
      {acts.includes("ready") && <Section title={t("forms.ready.title")} intro={t("forms.ready.intro")}><MoveForm form="ready" {...paper} /></Section>}
      {acts.includes("confirm") && (
        <>
          <Section title={t("upload.title")} intro={t("upload.intro")}>
            <form method="post" action="/api/files" encType="multipart/form-data" className="flex flex-col gap-4">
              <ActingField />
              {Object.entries({ delivery: deliveryId, version: String(version), returnTo: `/desk/applications/${number}/delivery` }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
              <FileField name="proof-file" postedAs="file" label={t("upload.file")} hint={t("upload.hint")} accept="application/pdf,image/jpeg,image/png,.pdf,.jpg,.jpeg,.png" />
              <div><SubmitButton look="secondary">{t(hasProof ? "upload.replace" : "upload.submit")}</SubmitButton></div>
            </form>
          </Section>
          <Section title={t("forms.confirm.title")} intro={t("forms.confirm.intro")}><ConfirmForm way={way} scanned={hasProof} {...paper} /></Section>
        </>
      )}
      {acts.includes("return") && <Section title={t("forms.return.title")}><ReturnForm {...paper} /></Section>}
    </>
  );
}
