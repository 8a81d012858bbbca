import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDay, formatStamp } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { CaseLight } from "@/app/_shared/desk/DueLight";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese, ItemName, Localised } from "@/app/_shared/items/Localised";
import { holds } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { formatApplicationNumber } from "@/domain/core/codes";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import type { BranchState } from "./actions";
import { BranchForm } from "./BranchForm";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Joint = Answers["applications"]["joint"];
type Branch = Joint["branches"][number];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("joint"))("title") };
}

const tones = { done: "success", active: "info", pending: "neutral", skipped: "neutral" } as const;

/** Several departments on one case: every branch with its light, its opinion and whose it is. */
export default async function JointPage({ params, searchParams }: Props) {
  const number = decodeURIComponent((await params).number);
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("joint")]);
  const home = `/desk/applications/${number}`;
  const calls = await api();
  const joint = await answer(calls.applications.joint({ number }), localePath(locale, `${home}/joint`));
  const others = joint.branches.some(({ canAsk }) => canAsk) ? (await calls.departments.list({ division: joint.divisionCode })).filter(({ id }) => id !== joint.departmentId) : [];
  const supervises = await holds("supervisor");
  const kept = await restored(query["kept"], `${home}/joint`);
  const start: BranchState = kept ? { step: textOfKept(kept, "step"), reason: textOfKept(kept, "reason"), departmentId: textOfKept(kept, "departmentId") } : {};
  return (
    <Page
      width="wide" before={<Breadcrumbs trail={[{ href: "/desk", label: t("queue") }, { href: home, label: formatApplicationNumber(joint.number) }]} current={t("title")} />}
      notice={<>{kept && <RestoredNotice />}{query["did"] === "asked" && <Notice tone="success" live title={t("asked")} />}</>}
    >
      <PageHeading caption={<ItemName name={joint.itemName} nameEn={joint.itemNameEn} />} title={t("title")} lead={t("lead")} />
      <Section title={t("branches")} actions={<><TextLink href={`${home}/experts`} className="tap">{t("experts")}</TextLink>{supervises && <TextLink href={`/desk/supervision/cases/${number}`} className="tap">{t("urge")}</TextLink>}</>}>
        {joint.branches.length === 0 ? <p className="text-muted">{t("none")}</p> : (
          <ClientMessages areas={["errors", "joint", "ui"]}>
            <ul className="grid gap-4 lg:grid-cols-2 elder:lg:grid-cols-1">{joint.branches.map((branch) => <li key={branch.key} className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4"><BranchCard branch={branch} joint={joint} others={others} start={start} /></li>)}</ul>
          </ClientMessages>
        )}
      </Section>
    </Page>
  );
}

type CardProps = { branch: Branch; joint: Joint; others: readonly { id: string; name: string }[]; start: BranchState };

async function BranchCard({ branch, joint, others, start }: CardProps) {
  const [t, status, roles, locale] = await Promise.all([getTranslations("joint"), getTranslations("process.status"), getTranslations("desk.history.roles"), getLocale()]);
  const { name, key, departmentName, role, dueOn, light, opinion, completedAt, completedByName, holderName, moves, canHandBack, canAsk } = branch;
  const at = { id: joint.id, number: joint.number, version: joint.version, step: key, start };
  return (
    <>
      <h3 className="flex flex-wrap items-center gap-2 text-h3 font-bold"><Localised text={name} /><Tag tone={tones[branch.status]}>{status(branch.status)}</Tag>{branch.status === "active" && light && <CaseLight light={light} />}</h3>
      <p className="text-hint text-muted"><Chinese>{departmentName ?? joint.departmentName}</Chinese> · {roles(role)}{holderName && <> · <Chinese>{holderName}</Chinese></>}{branch.status === "active" && dueOn && <> · {t("dueOn", { day: formatDay(dueOn, locale) })}</>}</p>
      {opinion && <blockquote className="border-l-4 border-accent-line pl-3 whitespace-pre-line"><Chinese>{opinion}</Chinese></blockquote>}
      {completedAt && <p className="text-hint text-muted"><Chinese>{completedByName}</Chinese> · {formatStamp(completedAt)}</p>}
      {moves.length > 0 && <ul className="text-hint">{moves.map((move) => <li key={move.at}>{formatStamp(move.at)} {t(move.action === "handBack" ? "handedBackBy" : "askedOf", { department: move.departmentName ?? "" })}{move.reason && <>: <Chinese>{move.reason}</Chinese></>}</li>)}</ul>}
      {canHandBack && <Details summary={t("handBackTitle")}><BranchForm {...at} /></Details>}
      {canAsk && <Details summary={t("askTitle")}><BranchForm {...at} ask={others} /></Details>}
    </>
  );
}
