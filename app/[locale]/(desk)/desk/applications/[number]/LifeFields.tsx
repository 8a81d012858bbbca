"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatInstant } from "@/app/_i18n/format";
import type { DeskCase } from "@/app/_shared/desk/types";
import { Chinese } from "@/app/_shared/items/Localised";
import { Notice } from "@/app/_ui/Notice";
import type { DeskAct } from "./state";

/** What of a case the acts beside its usual course ask for. */
export type CaseLife = Pick<DeskCase, "tolerated" | "proposed" | "extensionUnit">;

const about: Partial<Record<DeskAct, DeskCase["proposed"][number]["action"]>> = { extend: "extend", declineExtension: "extend", void: "void", declineVoid: "void" };

/** What a colleague proposed, in their words, for whoever decides. */
export function Proposed({ act, life }: { act: DeskAct; life: CaseLife }) {
  const t = useTranslations("life.proposed");
  const locale = useLocale();
  const proposal = life.proposed.find(({ action }) => action === about[act]);
  if (!proposal) return null;
  return (
    <Notice title={t("title", { name: proposal.proposedByName, at: formatInstant(proposal.proposedAt, locale) })}>
      {proposal.days !== null && <p>{t("days", { days: proposal.days, unit: life.extensionUnit })}</p>}
      <p className="whitespace-pre-line"><Chinese>{proposal.reason}</Chinese></p>
    </Notice>
  );
}
