import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import type { FormState } from "@/app/_shared/identity/attempt";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import type { CodeChannel } from "@/domain/identity/rules/codes";
import { DemoCodeNotice } from "../DemoCodeNotice";
import { OneFieldForm } from "../OneFieldForm";
import { AskAgain } from "./AskAgain";

type Action = (state: FormState, form: FormData) => Promise<FormState>;
type CodeStepProps = {
  awaited: { toMasked: string; channel: CodeChannel };
  title: string; submit: string; next: string; sent: boolean; back: string; action: Action; again: Action;
};

/** The step in which a code is typed, wherever one is: where it went, the field, and another code. */
export async function CodeStep({ awaited: { toMasked: phone, channel }, title, submit, next, sent, back, action, again }: CodeStepProps) {
  const t = await getTranslations("signIn.typeCode");
  return (
    <Page width="form" before={<BackLink href={back}>{t("other")}</BackLink>}>
      <PageHeading title={title} lead={channel === "voice" ? t("leadVoice", { phone }) : t("lead", { phone })} />
      {sent && <Notice tone="success" title={t("sent")} />}
      <DemoCodeNotice />
      <ClientMessages areas={["errors", "signIn", "ui"]}>
        <OneFieldForm
          action={action} next={next} missing={t("missing")} submit={submit}
          field={{ name: "code", label: t("code"), hint: t("hint"), width: "short", inputMode: "numeric", autoComplete: "one-time-code" }}
        />
        <Section title={t("again")} intro={t("againLead")}><AskAgain action={again} next={next} /></Section>
      </ClientMessages>
    </Page>
  );
}
