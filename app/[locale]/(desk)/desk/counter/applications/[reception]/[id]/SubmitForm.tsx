"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { localePath } from "@/app/_i18n/routing";
import { LaterChoice } from "@/app/_shared/applications/LaterChoice";
import { RefusalNotice } from "@/app/_shared/applications/RefusalNotice";
import { localText } from "@/app/_shared/forms/localised";
import { browserPause, patiently } from "@/app/_shared/forms/patient";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { browserApi, isLost, refusalIn, under } from "@/app/_trpc/browser";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { Checkbox, RadioGroup } from "@/app/_ui/Choices";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { signatures, signedFormField } from "@/domain/applications/schema/counter";
import { submitIntake } from "./actions";
import type { CounterDraft } from "./live";
import { Kept } from "./Materials";
import { Scan } from "./Scan";

type Props = {
  reception: string;
  draft: CounterDraft;
  idempotencyKey: string;
  /** Until everything typed is saved. */
  settled: () => Promise<void>;
  /** Shows what is missing; whether nothing is. */
  complete: () => boolean;
};

type Filing = { state: "idle" | "sending" | "offline"; undeclared?: boolean; refusal?: { code: string; params: Record<string, string | number> } };

const home = "/desk/counter/applications";

/** The end of the form: how it is signed, the declaration that was read out, and one button that files it once, however the network fares. */
export function SubmitForm({ reception, draft, idempotencyKey, settled, complete }: Props) {
  const t = useTranslations("counter.filing");
  const locale = useLocale();
  const [filing, setFiling] = useState<Filing>({ state: "idle" });

  const file = async (data: FormData) => {
    const signature = signatures.find((one) => one === data.get("_signature")) ?? "screen";
    const input = { reception, id: draft.id, declared: true, signature, ...(data.get("_person") === "yes" ? { person: true } : {}), later: data.getAll("_later").map(String) } as const;
    setFiling({ state: "sending" });
    try {
      await settled();
      const onLost = () => setFiling({ state: "offline" });
      const { awaits } = await patiently(() => browserApi.applications.counterSubmit.mutate(input, under(idempotencyKey)), { isLost, pause: browserPause, onLost });
      window.location.assign(localePath(locale, awaits ? `${home}/${reception}?did=asked` : `${home}/receipt/${draft.id}`));
    } catch (error) {
      setFiling({ state: "idle", refusal: refusalIn(error) ?? { code: "requests.failed", params: {} } });
    }
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    if (filing.state !== "idle" || !complete()) return;
    if (data.get("_declared") !== "yes") return setFiling({ state: "idle", undeclared: true });
    void file(data);
  };
  return (
    <section id="filing" tabIndex={-1} className="flex flex-col gap-6 border-t-2 border-line pt-8">
      <h2 className="text-h2 font-bold">{t("title")}</h2>
      {filing.refusal && <RefusalNotice refusal={filing.refusal} />}
      <Paper reception={reception} draft={draft} />
      <form action={submitIntake} onSubmit={onSubmit} noValidate className="flex flex-col gap-6">
        <ActingField />
        <input type="hidden" name="_reception" value={reception} />
        <input type="hidden" name="_draft" value={draft.id} />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <RadioGroup name="_signature" inline legend={t("signature")} defaultValue="screen" choices={signatures.map((value) => ({ value, label: t(`signatures.${value}`) }))} />
        {draft.tolerable.length > 0 && <LaterChoice name="_later" choices={draft.tolerable.map(({ fieldId, name }) => ({ value: fieldId, label: localText(name, locale) }))} awaits={draft.awaitsPrincipal} />}
        {draft.automatic && <Checkbox name="_person" label={t("person")} hint={t("personHint")} />}
        <div className="flex max-w-measure flex-col gap-3 rounded-card border-l-4 border-accent-line pl-5">
          <p className="text-muted">{t("readOut")}</p>
          <p>{t("truth", { name: draft.actsFor ? t("for", { name: draft.presentName, principal: draft.actsFor }) : draft.presentName })}</p>
        </div>
        <Checkbox name="_declared" label={t("declared", { name: draft.presentName })} {...(filing.undeclared && { error: t("undeclared") })} />
        <div role="status">{filing.state === "offline" && <Notice tone="warning" title={t("offline")}>{t("offlineText")}</Notice>}</div>
        <div>{filing.state === "idle" ? <SubmitButton>{t(draft.awaitsPrincipal ? "ask" : "file")}</SubmitButton> : <Button look="primary" loading>{t("sending")}</Button>}</div>
      </form>
    </section>
  );
}

/** The way by paper: print what was filled in, have it signed, scan it. */
function Paper({ reception, draft }: Pick<Props, "reception" | "draft">) {
  const t = useTranslations("counter.filing");
  const pages = draft.files.filter(({ fieldId }) => fieldId === signedFormField);
  return (
    <Details summary={t("paper")} open={pages.length > 0}>
      <div className="flex flex-col gap-4 py-2">
        <p className="max-w-measure">{t("paperText")}</p>
        <div><ButtonLink href={`${home}/${reception}/${draft.id}/print`} target="_blank" icon="print">{t("print")}</ButtonLink></div>
        <Kept reception={reception} draft={draft} fieldId={signedFormField} />
        <Scan reception={reception} draftId={draft.id} fieldId={signedFormField} name={t("signedForm")} room={10 - pages.length} />
      </div>
    </Details>
  );
}
