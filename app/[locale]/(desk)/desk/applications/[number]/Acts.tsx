"use client";

import { useLocale, useTranslations } from "next-intl";
import { useActionState, useEffect } from "react";
import { formatInstant } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { localText } from "@/app/_shared/forms/localised";
import { rawText } from "@/app/_shared/forms/raw";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Icon } from "@/app/_ui/Icon";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { ApplicationAction } from "@/domain/applications/schema";
import type { Limit } from "@/domain/core/calendar";
import { act as carryOut } from "./actions";
import { ActFields, type ActSteps } from "./ActFields";
import type { CorrectableSection } from "./CorrectionFields";
import type { CaseLife } from "./LifeFields";
import { isUsual, type ActState, type DeskAct } from "./state";

type Props = {
  application: { id: string; number: string; version: number };
  /** The acts open to this person now, each with a key of its own. */
  acts: readonly { act: DeskAct; key: string }[];
  sections: readonly CorrectableSection[];
  /** The steps an act may be about. */
  steps: ActSteps;
  /** What was promised for later, and what waits for a second person. */
  life: CaseLife;
  /** In which days an extension is counted. */
  extensionUnit: Limit["unit"];
  /** What was typed before a sign-in or a proof came between, or left half written. */
  start: ActState;
  /** What is kept of each act that was left half written. */
  drafts: Partial<Record<DeskAct, ActState["raw"]>>;
};

const ending: ReadonlySet<DeskAct> = new Set<DeskAct>(["reject", "refuse", "terminate", "void"]);

/** Exactly the acts that are open now, each a plain form; one is unfolded at a time. */
export function Acts({ application, acts, sections, steps, life, extensionUnit, start, drafts }: Props) {
  const t = useTranslations("desk");
  const [state, submit] = useActionState(carryOut, start);
  const errors = Object.fromEntries(Object.entries(state.problems).map(([name, problem]) => [name, t(`problems.${problem}`)]));
  const gone = state.act !== null && !acts.some(({ act }) => act === state.act);
  useEffect(unfoldTarget, []);
  return (
    <div className="flex flex-col gap-4" data-print="no">
      <ErrorSummary errors={Object.entries(errors).map(([name, message]) => ({ name, message }))} />
      {state.refusal && <Refused key={state.at} state={state} refusal={state.refusal} sections={sections} gone={gone} />}
      {acts.length === 0 && <p className="text-muted">{t("acts.none")}</p>}
      {acts.map(({ act, key }, index) => (
        <details key={act} id={`act-${act}`} name="acts" data-key="act" open={state.act && !gone ? state.act === act : index === 0 && isUsual(act)} className="group rounded-card border border-line bg-surface open:border-accent-line">
          <summary className="flex min-h-tap-primary items-center gap-3 px-4 font-semibold hover:bg-accent-soft">
            <Icon name="chevronRight" className="size-[0.9em] text-accent transition-transform group-open:rotate-90" />
            {t(`acts.${act}.title`)}
          </summary>
          <form action={submit} noValidate className="flex flex-col gap-5 border-t border-line p-4">
            <ActingField />
            {Object.entries({ _act: act, _id: application.id, _number: application.number, _version: application.version, _key: key }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
            <p className="max-w-measure">{t(`acts.${act}.text`)}</p>
            {/* Drawn anew with what was typed: a form is emptied once its action has run. */}
            <div key={state.at} className="flex max-w-form flex-col gap-5 empty:hidden">
              <ActFields act={act} raw={state.act === act ? state.raw : (drafts[act] ?? {})} errors={errors} sections={sections} steps={steps} life={life} extensionUnit={extensionUnit} />
            </div>
            <div><SubmitButton look={ending.has(act) ? "danger" : "primary"}>{t(`acts.${act}.button`)}</SubmitButton></div>
          </form>
        </details>
      ))}
    </div>
  );
}

function unfold(): void {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
}

// A link to a folded act unfolds it.
function unfoldTarget(): () => void {
  addEventListener("hashchange", unfold);
  return () => removeEventListener("hashchange", unfold);
}

type RefusedProps = { state: ActState; refusal: NonNullable<ActState["refusal"]>; sections: Props["sections"]; gone: boolean };

/** Why the act did not go through, what happened meanwhile, and, where its form is gone, what was typed. */
function Refused({ state, refusal, sections, gone }: RefusedProps) {
  const t = useTranslations("desk.refused");
  const signedOut = refusal.code === "access.signIn";
  const typed = Object.entries(state.raw).filter(([name, value]) => /\.(reason|opinion|note)(\.|$)/.test(name) && value !== "").map(([name]) => rawText(state.raw, name));
  return (
    <FocusOnArrival>
      <Notice tone={signedOut ? "warning" : "error"} live title={signedOut ? t("signedOut") : t("title")}>
        <p><Why refusal={refusal} sections={sections} /></p>
        {signedOut && <p><a href="/sign-in?next=/desk" target="_blank" rel="noopener">{t("signIn")}</a></p>}
        {gone && typed.length > 0 && <><p className="mt-2 font-semibold">{t("typed")}</p>{typed.map((text, index) => <p key={index} className="whitespace-pre-line">{text}</p>)}</>}
      </Notice>
    </FocusOnArrival>
  );
}

function Why({ refusal: { code, params }, sections }: Pick<RefusedProps, "refusal" | "sections">) {
  const t = useTranslations("desk.refused");
  const event = useTranslations("applications.event");
  const errors = useTranslations("errors");
  const locale = useLocale();
  const action = ApplicationAction.safeParse(params["action"]);
  if (code === "applications.changedMeanwhile" && action.success) {
    return t("changed", { who: String(params["who"]), at: formatInstant(String(params["at"]), locale), what: event(action.data) });
  }
  const field = sections.flatMap(({ fields }) => fields).find(({ id }) => id === params["field"]);
  return refusalText(errors, { code, params: field ? { ...params, field: localText(field.label, locale) } : params });
}
