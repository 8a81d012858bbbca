"use client";

import { NextIntlClientProvider, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import type { MessageTree } from "@/app/_i18n/catalogue";
import type { Locale } from "@/app/_i18n/routing";
import type { DivisionLists } from "@/app/_shared/forms/divisions";
import { Button } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { isDomainError } from "@/domain/core/errors";
import { compileForm, type CompiledForm } from "@/domain/forms/rules/compile";
import type { FormContext } from "@/domain/forms/rules/context";
import type { FormDefinition } from "@/domain/forms/schema";
import { Frame } from "./Frame";
import { PreviewPage } from "./PreviewPage";
import { samplePerson } from "./sample";

export type PreviewFacts = { today: string; lists: DivisionLists; messages: Readonly<Record<Locale, Record<string, MessageTree>>> };
type Props = PreviewFacts & { form: FormDefinition; sectionId: string | undefined; onSection: (id: string) => void };

/** The citizen's page as it would be now, drawn by the very components citizens see. */
export function Preview({ form, sectionId, onSection, today, lists, messages }: Props) {
  const t = useTranslations("builder.preview");
  const [view, setView] = useState({ elder: false, english: false, phone: false });
  const [whole, setWhole] = useState<CompiledForm>();
  const compiled = useMemo(() => tryCompile(form), [form]);
  // While a condition is half typed, the page stays as it last was.
  if (compiled && compiled !== whole) setWhole(compiled);
  const shown = compiled ?? whole;
  const context = useMemo<FormContext>(() => ({ today, situation: {}, ...samplePerson }), [today]);
  const locale = view.english ? "en" : "zh-CN";
  return (
    <div className="flex flex-col gap-4">
      <div role="group" aria-label={t("views")} className="flex flex-wrap gap-2 elder:gap-4">
        {(["elder", "english", "phone"] as const).map((name) => (
          <Button key={name} aria-pressed={view[name]} className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-strong" onClick={() => setView({ ...view, [name]: !view[name] })}>{t(name)}</Button>
        ))}
      </div>
      <p className="text-hint text-muted">{t("hint")}</p>
      {!compiled && <Notice tone="warning">{shown ? t("halfTyped") : t("broken")}</Notice>}
      {shown && (
        <Frame title={t("frame")} mode={view.elder ? "elder" : "standard"} locale={locale} phone={view.phone}>
          <NextIntlClientProvider locale={locale} messages={messages[locale]} timeZone="Asia/Shanghai">
            <PreviewPage form={shown} sectionId={sectionId} onSection={onSection} context={context} lists={lists} />
          </NextIntlClientProvider>
        </Frame>
      )}
    </div>
  );
}

function tryCompile(form: FormDefinition): CompiledForm | undefined {
  try {
    return compileForm(form);
  } catch (error) {
    if (isDomainError(error)) return undefined;
    throw error;
  }
}
