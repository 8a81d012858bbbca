import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { find } from "@/app/_shared/certificates/presenting/actions";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Page, PageHeading } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const [query, t, common] = await Promise.all([searchParams, getTranslations("present.show.enter"), getTranslations("common")]);
  return { title: query["problem"] === "malformed" ? common("errorTitle", { title: t("title") }) : t("title") };
}

/** Where the number of a printed code is typed by whoever cannot scan it. */
export default async function EnterPage({ searchParams }: Props) {
  const [query, t] = await Promise.all([searchParams, getTranslations("present.show.enter")]);
  const typed = typeof query["typed"] === "string" ? query["typed"] : undefined;
  const malformed = query["problem"] === "malformed" ? t("malformed") : undefined;
  return (
    <Page width="form" notice={malformed && <ErrorSummary errors={[{ name: "code", message: malformed }]} />}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <form action={find} noValidate>
        <ActingField />
        <FieldStack>
          <TextField name="code" label={t("label")} hint={t("hint")} error={malformed} defaultValue={malformed && typed} inputMode="numeric" autoComplete="off" maxLength={60} />
          <div><SubmitButton>{t("button")}</SubmitButton></div>
        </FieldStack>
      </form>
    </Page>
  );
}
