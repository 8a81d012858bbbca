"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatDay } from "@/app/_i18n/format";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese } from "@/app/_shared/items/Localised";
import { Checkbox } from "@/app/_ui/Choices";
import { Icon } from "@/app/_ui/Icon";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { takeCertificate, takeCertificateOut } from "./actions";
import type { CounterDraft } from "./live";

type Props = { reception: string; draft: CounterDraft; fieldId: string };

/** The certificates in place of one paper at the counter: those that are there, and those that the person has and may agree to. */
export function OnFile({ reception, draft, fieldId }: Props) {
  const t = useTranslations("onFile");
  const attached = draft.onFile.filter((row) => row.fieldId === fieldId);
  const usable = draft.offers.find((offer) => offer.fieldId === fieldId)?.usable.filter(({ id }) => !attached.some(({ certificateId }) => certificateId === id)) ?? [];
  const hidden = { _reception: reception, _draft: draft.id, _field: fieldId };
  return (
    <>
      {attached.map(({ id, name, issuer, problem }) => (
        <form key={id} action={takeCertificateOut} className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-control border border-success-line bg-success-soft px-3 py-1">
          <ActingField />
          <Hidden values={{ ...hidden, _attachment: id }} />
          <span className="flex min-w-0 grow basis-48 items-center gap-2"><Icon name="certificate" className="size-[1.2em] shrink-0" /><span><Chinese>{name}</Chinese><span className="block text-hint text-muted">{t("from", { issuer })}</span></span></span>
          <SubmitButton look="quiet">{t("remove")}<span className="sr-only"> {name}</span></SubmitButton>
          {problem !== null && <div className="basis-full"><Notice tone="error">{t("gone", { name, problem })}</Notice></div>}
        </form>
      ))}
      {attached.length === 0 && usable.length > 0 && (
        <div className="flex flex-col gap-3 rounded-control border border-accent-line bg-accent-soft p-3">
          <p className="max-w-measure font-semibold">{t("counter.have")}</p>
          {usable.map((one) => <Usable key={one.id} one={one} hidden={hidden} department={draft.departmentName} />)}
        </div>
      )}
    </>
  );
}

type UsableProps = { one: CounterDraft["offers"][number]["usable"][number]; hidden: Record<string, string>; department: string };

function Usable({ one: { id, typeName, issuer, validUntil }, hidden, department }: UsableProps) {
  const t = useTranslations("onFile");
  const locale = useLocale();
  return (
    <form action={takeCertificate} noValidate className="flex flex-col gap-2">
      <ActingField />
      <Hidden values={{ ...hidden, _certificate: id }} />
      <span><strong><Chinese>{typeName}</Chinese></strong><span className="block text-hint text-muted"><Chinese>{issuer}</Chinese> · {validUntil ? t("until", { day: formatDay(validUntil, locale) }) : t("noEnd")}</span></span>
      <Checkbox name={`_consent-${id}`} label={t.rich("counter.consent", { department, zh: (text) => <Chinese>{text}</Chinese> })} />
      <div><SubmitButton look="secondary">{t("use")}<span className="sr-only"> {typeName}</span></SubmitButton></div>
    </form>
  );
}

function Hidden({ values }: { values: Record<string, string> }) {
  return Object.entries(values).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}
