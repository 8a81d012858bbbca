import { useLocale, useTranslations } from "next-intl";
import { formatDay } from "@/app/_i18n/format";
import type { Fact } from "@/app/_ui/Lists";
import { Tag, type TagTone } from "@/app/_ui/Tag";
import type { DelegatedAct, DelegationScope } from "@/domain/core/actor";
import { reachOf, type DelegationStanding } from "@/domain/delegations/rules";
import { Chinese } from "../items/Localised";

export type ItemNames = ReadonlyMap<string, string>;

/** On what a delegation may be used, in words. */
export function ScopeText({ scope, names }: { scope: DelegationScope; names: ItemNames }) {
  const t = useTranslations("delegations.terms");
  if (scope.kind === "all") return t("everything");
  if (scope.kind === "application") return t("oneApplication");
  return <ul className="list-disc pl-[1.2em]">{scope.itemIds.map((id) => <li key={id}><Chinese>{names.get(id) ?? t("goneItem")}</Chinese></li>)}</ul>;
}

export type Granted = { scope: DelegationScope; acts: readonly DelegatedAct[]; awaitsPrincipal: boolean; validUntil: string | null };

/** A grant as facts to read: on what, how far, until when, and whether each submission is confirmed. */
export function useTermFacts(): (granted: Granted, names: ItemNames) => Fact[] {
  const t = useTranslations("delegations.terms");
  const locale = useLocale();
  return ({ scope, acts, awaitsPrincipal, validUntil }, names) => {
    const reach = reachOf(acts);
    return [
      { label: t("scope"), value: <ScopeText scope={scope} names={names} /> },
      { label: t("reach"), value: reach ? t(`reaches.${reach}`) : t("nothing") },
      { label: t("until"), value: validUntil ? <time dateTime={validUntil}>{formatDay(validUntil, locale)}</time> : t("noEnd") },
      ...(reach === "submit" ? [{ label: t("confirm"), value: t(awaitsPrincipal ? "confirmYes" : "confirmNo") }] : []),
    ];
  };
}

const tones: Record<DelegationStanding, TagTone> = { pending: "warning", live: "success", lapsed: "neutral", ended: "neutral", revoked: "neutral" };

export function StandingTag({ standing }: { standing: DelegationStanding }) {
  const t = useTranslations("delegations.standing");
  return <Tag tone={tones[standing]}>{t(standing)}</Tag>;
}
