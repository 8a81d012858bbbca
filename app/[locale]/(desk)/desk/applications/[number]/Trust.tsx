import { randomUUID } from "node:crypto";
import { useLocale, useTranslations } from "next-intl";
import { dayOfInstant, formatDayShort, formatMoney, formatStamp } from "@/app/_i18n/format";
import { TrustTag } from "@/app/_shared/applications/TrustTag";
import type { DeskCase } from "@/app/_shared/desk/types";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Localised } from "@/app/_shared/items/Localised";
import { DescriptionList } from "@/app/_ui/Lists";
import { Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { signedFormField } from "@/domain/applications/schema/counter";
import { compileForm } from "@/domain/forms/rules/compile";
import { compareOriginal } from "./compare";

/** How the case came in, and how far each of its papers is believed; a clerk says that they held the original beside it. */
export function Trust({ found }: { found: DeskCase }) {
  const [t, materials, locale] = [useTranslations("counter.trust"), useTranslations("materials"), useLocale()];
  const form = compileForm(found.definition);
  if (found.files.length === 0 && found.channel === "online") return null;
  return (
    <div className="pt-6">
      <Section title={t("title")} level={3}>
        {found.channel === "counter" && <CameIn found={found} />}
        <ul className="flex flex-col">
          {found.files.map((file) => (
            <li key={file.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-1">
              <span className="min-w-0 grow basis-40">{file.fieldId === signedFormField ? t("signedForm") : <Localised text={form.findField(file.fieldId)?.label ?? { zh: file.fieldId }} />}{among(found.files, file.fieldId) > 1 && <span className="block break-all text-hint text-muted">{file.name}</span>}</span>
              <TrustTag level={file.trustLevel} />
              {file.reusedFrom && <span className="text-hint text-muted">{materials("reused", { day: formatDayShort(dayOfInstant(file.reusedFrom), locale) })}</span>}
              {file.verifiedAt && <span className="text-hint text-muted">{t("compared", { name: file.verifiedByName ?? "", at: formatStamp(file.verifiedAt) })}</span>}
              {found.compares && file.fieldId !== signedFormField && file.trustLevel !== "A" && <CompareForm found={found} file={file} />}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

const among = (files: DeskCase["files"], fieldId: string) => files.filter((file) => file.fieldId === fieldId).length;

function CompareForm({ found, file }: { found: DeskCase; file: DeskCase["files"][number] }) {
  const t = useTranslations("counter.trust");
  const compared = file.trustLevel === "B";
  return (
    <form action={compareOriginal} data-print="no">
      <ActingField />
      <input type="hidden" name="id" value={found.id} />
      <input type="hidden" name="number" value={found.number} />
      <input type="hidden" name="file" value={file.id} />
      <input type="hidden" name="idempotencyKey" value={randomUUID()} />
      <SubmitButton look="quiet" name="compared" value={compared ? "no" : "yes"}>{t(compared ? "uncompare" : "compare")}<span className="sr-only"> {file.name}</span></SubmitButton>
    </form>
  );
}

function CameIn({ found }: { found: DeskCase }) {
  const [t, words, locale] = [useTranslations("counter.trust"), useTranslations("counter.payment"), useLocale()];
  const paid = found.payments.map(({ fee, amountFen, method, receiptNumber }) => t("payment", { fee, amount: formatMoney(amountFen / 100, locale), method: words(`methods.${method}`), number: receiptNumber }));
  return (
    <DescriptionList facts={[
      { label: t("channel"), value: t("counter") },
      { label: t("takenBy"), value: found.takenByName ?? "" },
      ...(found.byDelegate && found.presentedByName ? [{ label: t("present"), value: t("for", { name: found.presentedByName, principal: found.applicantName }) }] : []),
      ...(paid.length > 0 ? [{ label: t("payments"), value: paid.map((line) => <span key={line} className="block">{line}</span>) }] : []),
    ]} />
  );
}
