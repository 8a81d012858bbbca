import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { ItemName } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { formatApplicationNumber } from "@/domain/core/codes";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";
import type { AskState } from "./actions";
import { AskForm } from "./AskForm";
import { ExpertCards } from "./ExpertCards";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
const dids = ["asked", "resent", "revoked"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("experts.desk"))("title") };
}

/** The outside experts of one case: who was asked what, their opinions side by side, and asking one more. */
export default async function ExpertsPage({ params, searchParams }: Props) {
  const number = decodeURIComponent((await params).number);
  const [query, locale, t, errors] = await Promise.all([searchParams, getLocale(), getTranslations("experts.desk"), getTranslations("errors")]);
  const home = `/desk/applications/${number}`;
  const found = await answer((await api()).applications.experts({ number }), localePath(locale, `${home}/experts`));
  const kept = await restored(query["kept"], `${home}/experts`);
  const did = dids.find((one) => one === query["did"]);
  const refused = query["refused"];
  return (
    <Page
      width="wide" before={<Breadcrumbs trail={[{ href: "/desk", label: t("queue") }, { href: home, label: formatApplicationNumber(found.number) }]} current={t("title")} />}
      notice={<>{kept && <RestoredNotice />}{did && <Notice tone="success" live title={t(`did.${did}`)} />}{typeof refused === "string" && <Notice tone="error" live>{refusalText(errors, { code: refused, params: {} })}</Notice>}</>}
    >
      <PageHeading caption={<ItemName name={found.itemName} nameEn={found.itemNameEn} />} title={t("title")} lead={t("lead")} />
      <Section title={t("asked")}>{found.experts.length === 0 ? <p className="text-muted">{t("none")}</p> : <ExpertCards experts={found.experts} number={found.number} />}</Section>
      {found.steps.length > 0 ? (
        <Section title={t("askTitle")} intro={t("askIntro")}>
          <ClientMessages areas={["errors", "experts", "ui"]}><AskForm id={found.id} number={found.number} idempotencyKey={randomUUID()} steps={found.steps} fields={found.fields} files={found.files} start={kept ? restoredAsk(kept) : {}} /></ClientMessages>
        </Section>
      ) : <Notice>{t("cannotAsk")}</Notice>}
    </Page>
  );
}

const listed = (kept: KeptFields, name: string) => [kept[name] ?? []].flat().map(String);

function restoredAsk(kept: KeptFields): AskState {
  const typed = Object.fromEntries(["step", "name", "organisation", "channel", "to", "question"].map((name) => [name, textOfKept(kept, name) ?? ""]));
  const dueOn = ["year", "month", "day"].map((part) => textOfKept(kept, `dueOn-${part}`) ?? "").join("-");
  return { typed: { ...typed, dueOn }, chosen: { fields: listed(kept, "fields"), open: listed(kept, "open"), files: listed(kept, "files"), downloads: textOfKept(kept, "downloads") === "yes" } };
}
