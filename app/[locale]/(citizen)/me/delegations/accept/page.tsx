import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { itemNamesFor } from "@/app/_shared/delegations/itemNames";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { currentAccount } from "@/app/_shared/session";
import { answer, api, refusalOf, type Refusal } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Button, ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { actionLevels } from "@/domain/identity/rules/levels";
import { accept } from "../actions";
import { ActForSelf } from "../ActForSelf";
import { TermList } from "../TermList";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Invitation = Answers["delegations"]["invitation"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("delegations.accept"))("title"), robots: { index: false } };
}

/** The helper's side: type the code or come by its picture, see who gives what, take it up. */
export default async function AcceptPage({ searchParams }: Props) {
  const [query, locale, account] = await Promise.all([searchParams, getLocale(), currentAccount()]);
  const code = typeof query["code"] === "string" ? query["code"].trim().slice(0, 20) : "";
  const refused = typeof query["refused"] === "string" ? query["refused"] : undefined;
  const here = localePath(locale, code ? `/me/delegations/accept?code=${encodeURIComponent(code)}` : "/me/delegations/accept");
  if (account?.actingFor) return <ActForSelf name={account.actingFor.name} />;
  const caller = await api();
  // Whoever is not signed in goes to sign in and comes back here with the code; it is no page for staff.
  await answer(caller.delegations.list(), here);
  const { invitation, problem } = refused ? { problem: { code: refused, params: {} } } : await lookAt(code);
  if (invitation) return <Offer invitation={invitation} code={code} />;
  const [t, errors] = await Promise.all([getTranslations("delegations.accept"), getTranslations("errors")]);
  return (
    <Page width="form" before={<BackLink href="/me/delegations">{t("back")}</BackLink>} notice={problem && <Notice tone="error" live>{refusalText(errors, problem)}</Notice>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <form action={localePath(locale, "/me/delegations/accept")} method="get">
        <FieldStack>
          <TextField name="code" label={t("code")} hint={t("codeHint")} inputMode="numeric" autoComplete="off" width="short" maxLength={20} defaultValue={code} />
          <div><Button type="submit" look="primary">{t("look")}</Button></div>
        </FieldStack>
      </form>
    </Page>
  );
}

/** The invitation behind a code that was typed, or why there is none. */
async function lookAt(code: string): Promise<{ invitation?: Invitation; problem?: Refusal }> {
  if (!code) return {};
  if (code.length < 8) return { problem: { code: "delegations.codeUnknown", params: {} } };
  const caller = await api();
  const found: Invitation[] = [];
  const problem = await refusalOf(caller.delegations.invitation({ code }).then((invitation) => found.push(invitation)));
  return { ...(found[0] ? { invitation: found[0] } : {}), ...(problem ? { problem } : {}) };
}

async function Offer({ invitation, code }: { invitation: Invitation; code: string }) {
  const [t, errors, names] = await Promise.all([getTranslations("delegations.accept"), getTranslations("errors"), itemNamesFor([invitation])]);
  const { principal, hindrance } = invitation;
  return (
    <Page width="form" before={<BackLink href="/me/delegations/accept">{t("otherCode")}</BackLink>}>
      <PageHeading title={t("offer", { name: principal })} lead={t("offerLead")} />
      <TermList granted={invitation} names={names} />
      {hindrance ? <Notice tone="error">{refusalText(errors, { code: hindrance, params: { level: actionLevels.acceptDelegation } })}</Notice> : (
        <form action={accept} className="flex flex-col gap-4">
          <p className="max-w-measure">{t("duty", { name: principal })}</p>
          <ActingField />
          <input type="hidden" name="idempotencyKey" value={randomUUID()} />
          <input type="hidden" name="code" value={code} />
          <ButtonRow>
            <SubmitButton>{t("take")}</SubmitButton>
            <ButtonLink href="/me/delegations">{t("leave")}</ButtonLink>
          </ButtonRow>
        </form>
      )}
    </Page>
  );
}
