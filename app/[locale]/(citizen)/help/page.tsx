import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { localePath } from "@/app/_i18n/routing";
import { Call } from "@/app/_shared/departments/Call";
import { WindowList } from "@/app/_shared/departments/Windows";
import { helpFlowNames, type HelpFlow } from "@/app/_shared/help/flows";
import { Chinese } from "@/app/_shared/items/Localised";
import { currentView } from "@/app/_shared/preferences/current";
import { api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Button, buttonClass } from "@/app/_ui/Button";
import { Card, Details, Tiles } from "@/app/_ui/Cards";
import { Icon, type IconName } from "@/app/_ui/Icon";
import { DescriptionList, StepList } from "@/app/_ui/Lists";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Select } from "@/app/_ui/Select";
import { helpPhone } from "@/app/_ui/shell/SiteHeader";
import { TextLink } from "@/app/_ui/TextLink";

const questions = ["cost", "pause", "files", "mistake", "correction", "late", "disagree", "fraud"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("help");
  return { title: t("title"), description: t("lead") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const Query = z.object({ division: z.string().regex(/^\d{6}$/).optional().catch(undefined) });

export default async function HelpPage({ searchParams }: Props) {
  const [t, { mode }, { division }] = [await getTranslations("help"), await currentView(), Query.parse(await searchParams)];
  return (
    <Page>
      <PageHeading title={t("title")} lead={t("lead")} />
      <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start lg:gap-14 elder:lg:grid-cols-1">
        <aside aria-label={t("phone.title")} className="flex flex-col gap-6 lg:order-2 elder:lg:order-none"><OtherWays elder={mode === "elder"} /></aside>
        <div className="flex flex-col gap-10"><Walkthrough /><Pictures /><Places division={division} /><Questions /></div>
      </div>
    </Page>
  );
}

/** The phone first, then people at one's side, then a larger page. */
function OtherWays({ elder }: { elder: boolean }) {
  const t = useTranslations("help");
  return (
    <>
      <Card as="h2" title={t("phone.title")}>
        <p>{t("phone.text")}</p>
        <a href={`tel:${helpPhone}`} className={buttonClass("primary")}><Icon name="phone" />{t("phone.call")}</a>
        <p className="text-hint text-muted">{t("phone.ready")}</p>
      </Card>
      <Card as="h2" title={t("ask.title")}>
        <p>{t("ask.text")}</p>
        <p className="flex flex-wrap gap-x-6" data-print="no">
          <TextLink href="/ask?kind=question" className="tap">{t("ask.question")}</TextLink>
          <TextLink href="/ask?kind=problem" className="tap">{t("ask.problem")}</TextLink>
          <TextLink href="/ask/answer" className="tap">{t("ask.answer")}</TextLink>
        </p>
      </Card>
      <Card as="h2" title={<span id="family">{t("family.title")}</span>}>
        <p>{t("family.text")}</p>
        <p>{t("family.delegate")}</p>
        <p data-print="no"><TextLink href="/me/delegations" className="tap">{t("family.link")}</TextLink></p>
        <p>{t("family.counter")}</p>
      </Card>
      <Card as="h2" title={t("words.title")}>
        <p>{t("words.text")}</p>
        <p data-print="no"><TextLink href="/help/terms" className="tap">{t("words.link")}</TextLink></p>
      </Card>
      <Card as="h2" title={t("elder.title")}>
        <p>{t("elder.text")}</p>
        <p className="flex flex-wrap gap-x-6" data-print="no">
          {!elder && <TextLink href="/elder" className="tap">{t("elder.on")}</TextLink>}
          <TextLink href="/preferences" className="tap">{t("elder.settings")}</TextLink>
        </p>
      </Card>
    </>
  );
}

const places = { find: "/items", apply: "/me", follow: "/progress", receive: "/me/certificates" } as const;

function Walkthrough() {
  const t = useTranslations("help");
  const step = (key: "find" | "apply" | "follow" | "receive") =>
    ({ title: t(`steps.${key}.title`), text: t(`steps.${key}.text`), link: { href: places[key], label: t(`steps.${key}.link`) } });
  return (
    <>
      <Section title={t("steps.title")}>
        <StepList steps={[step("find"), { title: t("steps.read.title"), text: t("steps.read.text") }, step("apply"), step("follow"), step("receive")]} />
      </Section>
      <Section title={t("verify.title")} intro={t("verify.text")}>
        <p data-print="no"><TextLink href="/verify" className="tap">{t("verify.link")}</TextLink></p>
      </Section>
    </>
  );
}

/** What is shown in pictures, step by step. */
function Pictures() {
  const t = useTranslations("help.pictures");
  const flows = useTranslations("helpSteps.flows");
  return (
    <Section id="pictures" title={t("title")} intro={t("text")}>
      <Tiles columns={2} label={t("title")} tiles={helpFlowNames.map((flow) => ({ href: `/help/${flow}`, title: flows(`${flow}.title`), icon: icons[flow] }))} />
    </Section>
  );
}

const icons = { apply: "document", family: "family", present: "certificate", correction: "upload" } as const satisfies Record<HelpFlow, IconName>;

/** Where one calls and goes in a division: its departments' numbers and its service halls; the first that has any where none is chosen. */
async function Places({ division }: z.infer<typeof Query>) {
  const [t, locale, caller] = await Promise.all([getTranslations("departments.public"), getLocale(), api()]);
  const divisions = await caller.departments.listWindowDivisions();
  const chosen = divisions.find(({ code }) => code === division) ?? divisions[0];
  if (!chosen) return null;
  return (
    <>
      <Section id="halls" title={t("help")} intro={t("helpText")}>
        {divisions.length > 1 && (
          <form action={`${localePath(locale, "/help")}#halls`} method="get" data-print="no" className="flex flex-wrap items-end gap-3">
            <Select name="division" label={t("choose")} empty={false} width="medium" defaultValue={chosen.code} options={divisions.map(({ code, name }) => ({ value: code, label: name }))} />
            <Button type="submit">{t("show")}</Button>
          </form>
        )}
        <WindowList windows={await caller.departments.listWindows({ division: chosen.code })} />
      </Section>
      <Phones departments={await caller.items.consultationLines({ division: chosen.code })} />
    </>
  );
}

function Phones({ departments }: { departments: Answers["items"]["consultationLines"] }) {
  const t = useTranslations("help.phones");
  const facts = departments.flatMap(({ id, name, phone }) => (phone ? [{
    label: <TextLink href={`/departments/${id}`} className="tap"><Chinese>{name}</Chinese></TextLink>,
    value: <Call phone={phone} />,
  }] : []));
  return <Section id="phones" title={t("title")} intro={t("text")}>{facts.length > 0 ? <DescriptionList facts={facts} /> : <p>{t("none")}</p>}</Section>;
}

function Questions() {
  const t = useTranslations("help.faq");
  return (
    <Section title={t("title")}>
      <div className="flex flex-col gap-2 elder:gap-4">
        {questions.map((key) => <Details key={key} summary={t(`${key}.question`)}><p className="max-w-measure">{t(`${key}.answer`)}</p></Details>)}
      </div>
    </Section>
  );
}
