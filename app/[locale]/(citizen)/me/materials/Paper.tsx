import { randomUUID } from "node:crypto";
import { useLocale, useTranslations } from "next-intl";
import { dayOfInstant, formatDayShort } from "@/app/_i18n/format";
import { fileSize } from "@/app/_shared/applications/fileSize";
import { TrustTag } from "@/app/_shared/applications/TrustTag";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese } from "@/app/_shared/items/Localised";
import { datePaper, removePaper } from "@/app/_shared/materials/actions";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { DateField } from "@/app/_ui/DateField";
import { DescriptionList } from "@/app/_ui/Lists";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { Tag } from "@/app/_ui/Tag";

type Kept = Answers["applications"]["listMaterials"][number];

/** The name of the field for a paper's last day. */
export const dayOf = (id: string) => `validUntil-${id}`;

/** One kept paper: what it is, where from, how far it is believed, until when; and what its owner may do with it. `typed` is what was no day. */
export function Paper({ paper, typed, problem }: { paper: Kept; typed?: string; problem?: string | undefined }) {
  const t = useTranslations("materials");
  const locale = useLocale();
  const day = (value: string) => formatDayShort(value, locale);
  const { id, name, size, uploadedAt, itemName, number, trustLevel, verifiedAt, validUntil, ended, keptUntil } = paper;
  return (
    <article aria-label={name} className="flex flex-col gap-3 rounded-card border border-line p-4 md:p-5">
      <DescriptionList facts={[
        { label: t("file"), value: <><a href={`/api/files/${id}`} className="tap font-semibold break-all">{name}</a> <span className="text-hint text-muted">{fileSize(size)}</span></> },
        { label: t("from"), value: t.rich("fromCase", { day: day(dayOfInstant(uploadedAt)), item: itemName, number, zh: (text) => <Chinese>{text}</Chinese> }) },
        { label: t("trust"), value: <span className="flex flex-wrap items-center gap-x-3"><TrustTag level={trustLevel} />{verifiedAt && <span className="text-hint text-muted">{t("verified", { day: day(dayOfInstant(verifiedAt)) })}</span>}</span> },
        { label: t("valid"), value: validUntil === null ? t("noEnd") : ended ? <Tag tone="warning">{t("ended", { day: day(validUntil) })}</Tag> : t("validUntil", { day: day(validUntil) }) },
        { label: t("keptUntil"), value: t("keptUntilText", { day: day(keptUntil) }) },
      ]} />
      <div data-print="no" className="flex flex-col gap-3">
        <Details summary={<>{t("date.open")}<span className="sr-only"> {name}</span></>} open={problem !== undefined}>
          <form action={datePaper} className="flex flex-col gap-4 py-2">
            <ActingField />
            <Hidden id={id} />
            <DateField name={dayOf(id)} legend={t("date.legend")} hint={t("date.hint")} defaultValue={typed ?? validUntil ?? ""} error={problem} />
            <div><SubmitButton look="secondary">{t("date.save")}</SubmitButton></div>
          </form>
        </Details>
        <Details summary={<>{t("remove.open")}<span className="sr-only"> {name}</span></>}>
          <form action={removePaper} className="flex flex-col gap-3 py-2">
            <ActingField />
            <Hidden id={id} />
            <p className="max-w-measure">{t("remove.text")}</p>
            <div><SubmitButton look="danger">{t("remove.button")}<span className="sr-only"> {name}</span></SubmitButton></div>
          </form>
        </Details>
      </div>
    </article>
  );
}

function Hidden({ id }: { id: string }) {
  return <><input type="hidden" name="id" value={id} /><input type="hidden" name="idempotencyKey" value={randomUUID()} /></>;
}
