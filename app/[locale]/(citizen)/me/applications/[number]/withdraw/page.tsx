import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { ItemName } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import { withdraw } from "../actions";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("applications.withdraw"))("title") };
}

/** The page before a step that cannot be undone. */
export default async function WithdrawPage({ params, searchParams }: Props) {
  const [{ number }, query, locale, t] = await Promise.all([params, searchParams, getLocale(), getTranslations("applications.withdraw")]);
  const home = `/me/applications/${number}`;
  const found = await answer((await api()).applications.get({ number }), localePath(locale, `${home}/withdraw`));
  if (!found.actions.includes("withdraw")) redirect(localePath(locale, home));
  const kept = await restored(query["kept"], `${home}/withdraw`);
  return (
    <Page width="form" before={<BackLink href={home} />} notice={kept && <RestoredNotice />}>
      <PageHeading caption={<ItemName name={found.itemName} nameEn={found.itemNameEn} />} title={t("title")} />
      <Notice tone="warning">{t("text")}</Notice>
      <form action={withdraw} noValidate>
        <ActingField />
        <FieldStack>
          <input type="hidden" name="_id" value={found.id} />
          <input type="hidden" name="_number" value={found.number} />
          <input type="hidden" name="idempotencyKey" value={randomUUID()} />
          <TextArea name="reason" label={t("reason")} optional limit={500} rows={3} defaultValue={textOfKept(kept, "reason")} />
          <ButtonRow>
            <SubmitButton look="danger">{t("confirm")}</SubmitButton>
            <ButtonLink href={home}>{t("keep")}</ButtonLink>
          </ButtonRow>
        </FieldStack>
      </form>
    </Page>
  );
}
