import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { restored } from "@/app/_shared/identity/kept";
import { answer, api } from "@/app/_trpc/server";
import { Checkbox, RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldGroup, FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";
import type { NotificationPreferences } from "@/domain/notices/schema/sending";
import { savePreferences } from "./actions";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const [query, t, common] = await Promise.all([searchParams, getTranslations("messagePreferences"), getTranslations("common")]);
  return { title: query["problem"] ? common("errorTitle", { title: t("title") }) : t("title") };
}

/** How one hears of news, beside the space where every message stands. */
export default async function MessagePreferencesPage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("messagePreferences")]);
  const preferences = await answer((await api()).notices.preferences(), localePath(locale, "/me/messages/preferences"));
  const kept = await restored(query["kept"], "/me/messages/preferences");
  const problem = query["problem"] === "hours" ? t("hoursWrong") : query["problem"] ? t("notSaved") : undefined;
  return (
    <Page width="form" before={<BackLink href="/me/messages" />} notice={<><ErrorSummary errors={problem ? [{ name: "quiet", message: problem }] : []} />{query["saved"] && <Notice tone="success" live>{t("saved")}</Notice>}</>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <PreferencesForm chosen={kept ?? (query["problem"] === "hours" ? typedIn(query) : chosenOf(preferences))} error={problem} />
    </Page>
  );
}

const night = { from: 22, until: 7 };
const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${String(hour).padStart(2, "0")}:00` }));

const typedIn = (query: Awaited<Props["searchParams"]>): KeptFields => Object.fromEntries(Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));

const chosenOf = ({ sms, mail, daily, quiet }: NotificationPreferences): KeptFields =>
  ({ sms, mail, ...(daily && { daily: "yes" }), ...(quiet && { quiet: "yes" }), from: String((quiet ?? night).from), until: String((quiet ?? night).until) });

function PreferencesForm({ chosen, error }: { chosen: KeptFields; error: string | undefined }) {
  const t = useTranslations("messagePreferences");
  const chosenAt = (name: string) => textOfKept(chosen, name);
  const choices = (["all", "important"] as const).map((value) => ({ value, label: t(`which.${value}`), hint: t(`which.${value}Hint`) }));
  return (
    <form action={savePreferences} noValidate>
      <ActingField />
      <input type="hidden" name="idempotencyKey" value={randomUUID()} />
      <FieldStack>
        <RadioGroup name="sms" legend={t("sms")} defaultValue={chosenAt("sms")} choices={choices} />
        <RadioGroup name="mail" legend={t("mail")} hint={t("mailHint")} defaultValue={chosenAt("mail")} choices={choices} />
        <FieldGroup legend={t("when")}>
          <Checkbox name="daily" label={t("daily")} hint={t("dailyHint")} defaultChecked={chosenAt("daily") !== ""} />
          <Checkbox name="quiet" label={t("quiet")} hint={t("quietHint")} defaultChecked={chosenAt("quiet") !== ""} error={error} />
          <div className="flex flex-wrap gap-6">
            <Select name="from" label={t("from")} defaultValue={chosenAt("from")} options={hours} />
            <Select name="until" label={t("until")} defaultValue={chosenAt("until")} options={hours} />
          </div>
        </FieldGroup>
        <p className="max-w-measure text-muted">{t("always")}</p>
        <div><SubmitButton>{t("save")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
