import { getLocale, getTranslations } from "next-intl/server";
import { formatDayShort, formatStamp } from "@/app/_i18n/format";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { TextLink } from "@/app/_ui/TextLink";

type Row = Answers["applications"]["assignments"]["rows"][number];

/** How a case came into the hands it was in, and the way to hand it over for whoever may. */
export async function Assignments({ number, handed = false }: { number: string; handed?: boolean }) {
  const [t, words, found] = [await getTranslations("assignment.trail"), await getTranslations("assignment.handOver"), await (await api()).applications.assignments({ number })];
  const done = handed && found.rows[0]?.kind === "handOver";
  return (
    <div className="flex flex-col gap-2">
      {done && <FocusOnArrival><Notice tone="success" live title={words("done")} /></FocusOnArrival>}
      {found.rows.length === 0 ? <p className="text-muted">{t("empty")}</p> : (
        <ul className="flex flex-col gap-2">
          {found.rows.map((row) => <li key={row.id} className="text-hint"><Chinese><Words row={row} /></Chinese> <time dateTime={row.at} className="whitespace-nowrap text-muted tabular-nums">{formatStamp(row.at)}</time></li>)}
        </ul>
      )}
      <p data-print="no" className="flex flex-wrap gap-x-4">
        {found.mayHandOver && <TextLink href={`/desk/applications/${number}/hand-over`} className="tap">{words("link")}</TextLink>}
        {found.steps.map(({ key, name }) => <TextLink key={key} href={`/desk/applications/${number}/hand-over?${new URLSearchParams({ step: key })}`} className="tap"><span>{words("linkStep")} <Localised text={name} /></span></TextLink>)}
      </p>
    </div>
  );
}

async function Words({ row: { kind, by, from, to, word, reason, awayName, step } }: { row: Row }) {
  const t = await getTranslations("assignment.trail");
  const people = { by: by ?? "", from: from ?? "", to: to ?? "", word: word ?? "", away: awayName ?? "" };
  const part = step ? ` (${t("step", { step })})` : "";
  if (kind === "handOver") return <>{t(from ? "handOver" : "handOverFree", people)}{part}</>;
  if (kind === "cover") return <>{t(to ? "cover" : "coverFree", people)}{part}</>;
  if (kind === "takeBack") return <>{t("takeBack", people)}{part}</>;
  const rule = reason?.rule ?? "";
  if (!to) return <>{t("pool", { rule })}{part}</>;
  if (reason?.insteadOf) return <>{t("routingFor", { rule, to, who: reason.insteadOf })}{part}</>;
  return <>{reason?.load === undefined ? t("routing", { rule, to }) : t("routingLoad", { rule, to, load: reason.load })}{part}</>;
}

type Told = Answers["applications"]["handedToMe"]["rows"][number];

/** Why something came into one's hands, in one sentence. */
export async function ToldWords({ row: { kind, by, word, reason, awayName, awayUntil } }: { row: Told }) {
  const [t, locale] = [await getTranslations("assignment.told"), await getLocale()];
  const rule = reason?.rule ?? "";
  if (kind === "handOver") return <>{t("handOver", { by: by ?? "", word: word ?? "" })}</>;
  if (kind === "cover") return <>{t("cover", { away: awayName ?? "", until: awayUntil ? formatDayShort(awayUntil, locale) : "" })}</>;
  if (kind === "takeBack") return <>{t("takeBack", { by: by ?? "" })}</>;
  return <>{reason?.insteadOf ? t("routingFor", { rule, who: reason.insteadOf }) : t("routing", { rule })}</>;
}
