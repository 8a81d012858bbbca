import { randomUUID } from "node:crypto";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatDayShort, formatStamp } from "@/app/_i18n/format";
import { StatusTag } from "@/app/_shared/applications/StatusLine";
import { CaseLight } from "@/app/_shared/desk/DueLight";
import { HoldForm } from "@/app/_shared/desk/HoldForm";
import type { DeskCase } from "@/app/_shared/desk/types";
import { Chinese } from "@/app/_shared/items/Localised";
import { KeyFacts } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import type { ApplicationStatus } from "@/domain/applications/schema";
import { claim, release } from "../../actions";

const clocked = ["submitted", "correction", "accepted", "inReview", "suspended", "approved", "rejected", "delivering"] as const satisfies readonly ApplicationStatus[];

/** Which clock runs in a status, as a key under `desk.clock`. */
const clockOf = (status: ApplicationStatus) => clocked.find((one) => one === status) ?? "none";

/** Who, how it stands, and by when. */
export function CaseFacts({ found }: { found: DeskCase }) {
  const t = useTranslations("desk.head");
  const clock = useTranslations("desk.clock");
  const locale = useLocale();
  const day = (value: string | null) => (value ? formatDayShort(value, locale) : t("none"));
  const explained = found.acceptedAt && <TextLink href={`/desk/applications/${found.number}/deadline`}>{t("explain")}</TextLink>;
  return (
    <KeyFacts
      facts={[
        { label: t("status"), value: <span className="flex flex-wrap items-center gap-2"><StatusTag status={found.status} />{found.deemedAccepted && <Tag tone="warning">{t("deemed")}</Tag>}</span>, note: found.light && <CaseLight light={found.light} /> },
        { label: clock(clockOf(found.status)), value: day(found.dueOn), note: found.dueProvisional ? t("provisional") : explained },
        { label: t("statutory"), value: day(found.statutoryDueOn), note: found.extensionDays > 0 ? t("extended", { days: found.extensionDays, unit: found.extensionUnit }) : undefined },
        { label: t("applicant"), value: <Chinese>{found.applicantName}</Chinese>, note: found.receivedAt && t("received", { at: formatStamp(found.receivedAt) }) },
      ]}
    />
  );
}

function Bar({ text, button, children }: { text: string; button: ReactNode; children: ReactNode }) {
  return (
    <div data-print="no" className="flex flex-wrap items-center justify-between gap-x-8 gap-y-4 rounded-card border border-line bg-subtle p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2"><p className="font-semibold">{text}</p>{button}</div>
      {children}
    </div>
  );
}

/** Whose hands the case is in: a banner when a colleague has it, a button when it is free; beside it the ways to act. */
export function Holder({ found, here, children }: { found: DeskCase; here: string; children: ReactNode }) {
  const t = useTranslations("desk.hold");
  const shared = { id: found.id, number: found.number, returnTo: here, idempotencyKey: randomUUID() };
  if (found.claimedByName && !found.mine) return <Notice tone="warning" title={t("colleague", { name: found.claimedByName })}>{t(found.actions.length > 0 ? "colleagueMayText" : "colleagueText")}</Notice>;
  if (found.mine) return <Bar text={t("mine")} button={<HoldForm verb="release" action={release} {...shared} />}>{children}</Bar>;
  if (found.canClaim) return <Bar text={t("free")} button={<HoldForm verb="claim" action={claim} {...shared} />}>{children}</Bar>;
  return children;
}
