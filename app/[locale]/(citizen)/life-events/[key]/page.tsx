import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { localePath } from "@/app/_i18n/routing";
import { refusalText } from "@/app/_i18n/refusal";
import { localText } from "@/app/_shared/forms/localised";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese, ItemName, Localised } from "@/app/_shared/items/Localised";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { begin } from "../actions";

type Props = { params: Promise<{ key: string }>; searchParams: Promise<{ refused?: string | string[] }> };
type Guide = Answers["lifeEvents"]["get"];

const guideOf = cache(async (key: string): Promise<Guide> => answer((await api()).lifeEvents.get({ key }), `/life-events/${key}`));

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  return { title: localText((await guideOf((await params).key)).name, await getLocale()) };
}

/** What belongs to a life event, how long it takes and what to have at hand; then the one way in. */
export default async function LifeEventPage({ params, searchParams }: Props) {
  const [{ key }, { refused }, locale, t, errors] = await Promise.all([params, searchParams, getLocale(), getTranslations("lifeEvents"), getTranslations("errors")]);
  const guide = await guideOf(key);
  const account = await currentAccount();
  return (
    <Page
      before={<Breadcrumbs trail={[{ href: "/life-events", label: t("title") }]} current={localText(guide.name, locale)} />}
      notice={typeof refused === "string" && <Notice tone="warning" live>{refusalText(errors, { code: refused, params: {} })}</Notice>}
    >
      <PageHeading title={<Localised text={guide.name} />} lead={<Localised text={guide.summary} />} />
      <Section title={t("guide.members", { count: guide.members.length })} intro={t("guide.membersText")}>
        <ol className="flex flex-col border-t border-line">{guide.members.map((member) => <MemberRow key={member.key} member={member} />)}</ol>
      </Section>
      {guide.materials.length > 0 && (
        <Section title={t("guide.prepare")} intro={t("guide.prepareText")}>
          <Details summary={t("guide.materials", { count: guide.materials.length })}>
            <ul className="flex max-w-measure list-disc flex-col gap-1 pl-[1.4em]">
              {guide.materials.map(({ name, serves }) => <li key={name.zh}><Localised text={name} />{serves > 1 && <span className="text-muted"> {t("guide.once", { count: serves })}</span>}</li>)}
            </ul>
          </Details>
        </Section>
      )}
      <Section title={t("guide.how")}>
        <ol className="flex max-w-measure list-decimal flex-col gap-2 pl-[1.6em]">{(["first", "second", "third"] as const).map((step) => <li key={step}>{t(`guide.${step}`)}</li>)}</ol>
        {account ? (
          <form action={begin}>
            <ActingField />
            <input type="hidden" name="_event" value={key} />
            <SubmitButton>{t("guide.begin")}</SubmitButton>
          </form>
        ) : <div><ButtonLink look="primary" href={`/sign-in?next=${encodeURIComponent(localePath(locale, `/life-events/${key}`))}`}>{t("guide.signIn")}</ButtonLink></div>}
      </Section>
    </Page>
  );
}

async function MemberRow({ member: { itemCode, item, always, note } }: { member: Guide["members"][number] }) {
  const t = await getTranslations("lifeEvents.guide");
  if (!item) return null;
  const limit = item.limit && (item.limit.value === 0 ? t("atOnce") : t(item.limit.unit, { count: item.limit.value }));
  return (
    <li className="flex flex-col gap-1 border-b border-line py-4">
      <span className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <TextLink href={`/items/${itemCode}`} className="inline-flex min-h-tap items-center font-semibold"><ItemName {...item} /></TextLink>
        {!always && <Tag>{t("byAnswer")}</Tag>}
      </span>
      <span className="text-hint text-muted"><Chinese>{item.departmentName}</Chinese>{limit && ` · ${limit}`}</span>
      {note && <span className="max-w-measure text-hint"><Localised text={note} /></span>}
    </li>
  );
}
