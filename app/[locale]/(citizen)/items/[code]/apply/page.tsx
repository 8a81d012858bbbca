import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { notFound, redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { ClosureNotice, standingOf } from "@/app/_shared/departments/Closures";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { PrincipalChoice } from "@/app/_shared/identity/PrincipalChoice";
import { Chinese, ItemName, Localised, itemName } from "@/app/_shared/items/Localised";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { hindranceToApply, mayFile } from "@/domain/applications/policy";
import { promisedOf } from "@/domain/applications/rules/clocks";
import { chosenOf, needOf, type Chosen } from "@/domain/items/rules/guided-start";
import { inEnglish } from "@/domain/items/rules/english";
import type { Material } from "@/domain/items/schema";
import { applyHref, situationName, situationsIn } from "../start/query";
import { start } from "./actions";

type Props = { params: Promise<{ code: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

async function guideOf(code: string, path: string) {
  const found = await answer((await api()).items.get({ code }), path);
  return found.kind === "guide" ? found.guide : undefined;
}

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const [{ code }, locale, t] = await Promise.all([params, getLocale(), getTranslations("apply.start")]);
  const guide = await guideOf(code, `/items/${code}/apply`);
  return { title: t("title", { item: guide ? itemName(guide.content, locale) : "" }) };
}

/** Before the first question: for whom, what to have at hand, how long it takes; or why it cannot start and what to do. */
export default async function StartPage({ params, searchParams }: Props) {
  const [{ code }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const [{ changed }, situation] = [query, situationsIn(query)];
  const path = localePath(locale, applyHref(code, situation));
  const account = await currentAccount();
  if (!account) redirect(localePath(locale, `/sign-in?next=${encodeURIComponent(path)}`));
  const guide = await guideOf(code, path);
  if (!guide) redirect(localePath(locale, `/items/${code}`));
  if (account.accountKind !== "citizen") notFound();
  const refusal = guide.status === "cancelled" ? "items.ended" : guide.status === "suspended" ? "items.suspended" : hindranceToApply(account, guide.content);
  const t = await getTranslations("apply.start");
  const before = <BackLink href={`/items/${code}`}>{t("back")}</BackLink>;
  const notice = changed && <Notice tone="warning" live>{(await getTranslations("errors.delegations"))("principalChanged")}</Notice>;
  if (refusal) return <Page width="form" before={before} notice={notice}><Hindered code={refusal} guide={guide} /></Page>;
  const closed = (await standingOf("itemCode", guide.code)).phase === "closed";
  const limit = promisedOf(guide.content);
  const [chosen, say] = [chosenOf(guide.content, situation), inEnglish(guide.content)];
  const needed = guide.content.materials.filter((material) => needOf(material, chosen) !== "notNeeded");
  return (
    <Page width="form" before={before} notice={notice}>
      <PageHeading caption={<ItemName {...guide.content} />} title={t("heading")} lead={t("lead")} />
      <ClosureNotice place="itemCode" id={guide.code} begins />
      <DescriptionList facts={[
        { label: t("applicant"), value: account.actingFor?.name ?? account.name },
        { label: t("department"), value: <Chinese>{guide.department.name}</Chinese> },
        { label: t("limit"), value: limit.value === 0 ? t("atOnce") : t(limit.unit, { count: limit.value }) },
      ]} />
      {needed.length > 0 && (
        <Section title={t("prepare")} intro={needed.some((material) => needOf(material, chosen) === "perhaps") ? t("prepareText") : undefined}>
          <ul className="flex max-w-measure list-disc flex-col gap-1 pl-[1.4em]">
            {needed.map((material) => <li key={material.key}><Localised text={material.name} /><Condition material={material} chosen={chosen} say={say} /></li>)}
          </ul>
        </Section>
      )}
      {!mayFile(account, guide.content) && <Notice tone="info" title={t("level.title", { level: guide.content.minAssuranceLevel })}>{t("level.text")}</Notice>}
      <p className="max-w-measure text-muted">{t("saved")}</p>
      {!closed && <form action={start}>
        <ActingField />
        <input type="hidden" name="_item" value={code} />
        {Object.entries(situation).map(([key, value]) => <input key={key} type="hidden" name={situationName(key)} value={value} />)}
        <SubmitButton>{t("begin")}</SubmitButton>
      </form>}
    </Page>
  );
}

/** On what a material depends that was not answered before, or that one may go without it; nothing where it is needed in any case. */
function Condition({ material, chosen, say }: { material: Material; chosen: Chosen; say: ReturnType<typeof inEnglish> }) {
  const t = useTranslations("apply.start");
  const gap = useLocale() === "en" ? " " : "";
  const { condition, necessity } = material;
  if (condition && needOf(material, chosen) === "perhaps") return <span className="text-muted">{gap}{t.rich("when", { condition: () => <Localised text={say(condition)} /> })}</span>;
  return necessity === "required" ? null : <span className="text-muted">{gap}{t("optional")}</span>;
}

type HinderedProps = { code: string; guide: NonNullable<Awaited<ReturnType<typeof guideOf>>> };

/** Not an error of the person: what stands in the way, and what to do instead. */
async function Hindered({ code, guide }: HinderedProps) {
  const t = await getTranslations("apply.hindered");
  const kind = code === "applications.forPersonsOnly" ? "persons" : code === "applications.forOrganisationsOnly" ? "organisations" : code === "items.ended" ? "ended" : "suspended";
  const phone = guide.content.consultPhone ?? guide.department.phone;
  const address = guide.content.address ?? guide.department.address;
  const say = inEnglish(guide.content);
  return (
    <>
      <PageHeading caption={<ItemName {...guide.content} />} title={t(`${kind}.title`)} lead={t(`${kind}.text`)} />
      {kind === "organisations" && <PrincipalChoice />}
      <Section title={t("instead")}>
        <DescriptionList facts={[
          ...(address ? [{ label: t("window"), value: <Localised text={say(address)} /> }] : []),
          ...(guide.content.openingHours ? [{ label: t("hours"), value: <Localised text={say(guide.content.openingHours)} /> }] : []),
          { label: t("phone"), value: phone ? <Chinese>{phone}</Chinese> : <a href="tel:12345">12345</a> },
        ]} />
      </Section>
      <ButtonRow><ButtonLink href={`/items/${guide.code}`}>{t("guide")}</ButtonLink></ButtonRow>
    </>
  );
}
