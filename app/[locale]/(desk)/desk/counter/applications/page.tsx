import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatInstant, formatTime } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { holds } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonRow } from "@/app/_ui/Button";
import { Card, Details } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { decideReception } from "./actions";
import { EnterForm, ReaderForm } from "./IdentifyForms";
import { home, typedOf } from "./state";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Receptions = Answers["applications"]["counterReceptions"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("counter.start"))("title") };
}

const dids = ["confirmed", "refused", "ended"] as const;

/** The one-stop counter: who stands there is the first question; what they want to apply for the second. */
export default async function CounterStartPage({ searchParams }: Props) {
  const [query, locale] = await Promise.all([searchParams, getLocale()]);
  const caller = await api();
  const { mine, waiting } = await answer(caller.applications.counterReceptions(), localePath(locale, home));
  const [t, errors, kept, takes] = await Promise.all([getTranslations("counter.start"), getTranslations("errors"), restored(query["kept"], home), holds("clerk")]);
  const did = dids.find((one) => one === query["did"]);
  return (
    <Page
      notice={<>
        {kept && <RestoredNotice />}
        {did && <Notice tone="success" live>{t(`did.${did}`)}</Notice>}
        {typeof query["refused"] === "string" && <Notice tone="error" live>{refusalText(errors, { code: query["refused"], params: {} })}</Notice>}
      </>}
    >
      <PageHeading title={t("title")} lead={t("lead")} />
      {takes && <Identify typed={typedOf(kept)} open={kept !== undefined} />}
      {takes && <Mine rows={mine} />}
      <Waiting rows={waiting} />
    </Page>
  );
}

async function Identify({ typed, open }: { typed: ReturnType<typeof typedOf>; open: boolean }) {
  const [t, { offered, samples }] = await Promise.all([getTranslations("counter.start"), api().then((caller) => caller.applications.counterReader())]);
  const enter = <EnterForm start={typed} idempotencyKey={randomUUID()} />;
  return (
    <ClientMessages areas={["counter", "errors", "levels", "ui"]}>
      <Section title={t("who")} intro={t("whoText")}>
        {offered && <ReaderForm samples={samples} idempotencyKey={randomUUID()} />}
        {offered ? <Details summary={t("byHand")} open={open}><div className="flex flex-col gap-5 py-2"><p className="max-w-measure">{t("byHandText")}</p>{enter}</div></Details> : <><p className="max-w-measure">{t("byHandText")}</p>{enter}</>}
      </Section>
    </ClientMessages>
  );
}

const tones = { proven: "success", waiting: "warning", refused: "danger" } as const;

async function Mine({ rows }: { rows: Receptions["mine"] }) {
  const t = await getTranslations("counter.start");
  if (rows.length === 0) return null;
  return (
    <Section title={t("mine")}>
      <ul className="flex flex-col gap-2">
        {rows.map(({ id, name, at, state }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <TextLink href={`${home}/${id}`} className="tap font-semibold">{name}</TextLink>
            <Tag tone={tones[state]}>{t(`state.${state}`)}</Tag>
            <time dateTime={at} className="text-muted">{formatTime(at)}</time>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Documents that colleagues typed: another pair of eyes, with the document in hand. */
async function Waiting({ rows }: { rows: Receptions["waiting"] }) {
  const [t, words, locale] = await Promise.all([getTranslations("counter.start"), getTranslations("levels.desk"), getLocale()]);
  return (
    <Section title={t("waiting")} intro={t("waitingText")}>
      {rows.length === 0 && <p className="text-muted">{t("noWaiting")}</p>}
      {rows.map(({ id, nameMasked, citizenIdMasked, document, reason, askedBy, at }) => (
        <Card key={id} title={nameMasked}>
          <p>{t("askedBy", { name: askedBy, at: formatInstant(at, locale) })}</p>
          <DescriptionList facts={[{ label: words("document"), value: words(`documents.${document}`) }, { label: words("citizenId"), value: citizenIdMasked ?? "" }, { label: t("whyTyped"), value: reason }]} />
          <form action={decideReception}>
            <ActingField />
            <input type="hidden" name="id" value={id} />
            <input type="hidden" name="idempotencyKey" value={randomUUID()} />
            <ButtonRow>
              <SubmitButton look="secondary" name="decision" value="confirmed">{t("confirm")}</SubmitButton>
              <SubmitButton look="danger" name="decision" value="refused">{t("refuse")}</SubmitButton>
            </ButtonRow>
          </form>
        </Card>
      ))}
    </Section>
  );
}
