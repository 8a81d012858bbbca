import { useLocale, useTranslations } from "next-intl";
import { formatDay, formatStamp } from "@/app/_i18n/format";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { ButtonRow } from "@/app/_ui/Button";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { Tag } from "@/app/_ui/Tag";
import { changeRequest } from "./actions";

type Expert = Answers["applications"]["experts"]["experts"][number];
const tones = { invited: "info", seen: "info", answered: "success", declined: "warning", revoked: "neutral", expired: "warning", ended: "neutral" } as const;

/** The opinions beside one another. */
export function ExpertCards({ experts, number }: { experts: readonly Expert[]; number: string }) {
  return <ul className="grid gap-4 lg:grid-cols-2 elder:lg:grid-cols-1">{experts.map((expert) => <li key={expert.id} className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4"><ExpertCard expert={expert} number={number} /></li>)}</ul>;
}

function ExpertCard({ expert, number }: { expert: Expert; number: string }) {
  const t = useTranslations("experts.list");
  const conclusions = useTranslations("experts.opinion.conclusions");
  const locale = useLocale();
  const { name, organisation, toMasked, state, step, question, dueOn, conclusion, opinion, scope, answeredAt, enteredAt, remindedAt, revocable, id } = expert;
  return (
    <>
      <h3 className="flex flex-wrap items-center gap-2 text-h3 font-bold"><Chinese>{name}</Chinese><Tag tone={tones[state]}>{t(`states.${state}`)}</Tag>{conclusion && <Tag tone={conclusion === "disagree" ? "danger" : "success"}>{conclusions(conclusion)}</Tag>}</h3>
      <p className="text-hint text-muted"><Chinese>{organisation}</Chinese> · {toMasked} · <Localised text={step} /></p>
      <p className="whitespace-pre-line"><Chinese>{question}</Chinese></p>
      {opinion && <blockquote className="border-l-4 border-accent-line pl-3 whitespace-pre-line"><Chinese>{opinion}</Chinese></blockquote>}
      <p className="text-hint text-muted">
        {t("dueOn", { day: formatDay(dueOn, locale) })} · {t("scope", { fields: scope.fields, files: scope.files })}
        {enteredAt && <> · {t("entered", { at: formatStamp(enteredAt) })}</>}{remindedAt && <> · {t("reminded", { at: formatStamp(remindedAt) })}</>}{answeredAt && <> · {t("answered", { at: formatStamp(answeredAt) })}</>}
      </p>
      {revocable && (
        <form action={changeRequest} data-print="no">
          <ActingField />
          <input type="hidden" name="requestId" value={id} />
          <input type="hidden" name="number" value={number} />
          <ButtonRow>
            <SubmitButton name="_do" value="resend" look="secondary">{t("resend")}<span className="sr-only"> {name}</span></SubmitButton>
            <SubmitButton name="_do" value="revoke" look="danger">{t("revoke")}<span className="sr-only"> {name}</span></SubmitButton>
          </ButtonRow>
        </form>
      )}
    </>
  );
}
