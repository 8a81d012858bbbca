import { getTranslations } from "next-intl/server";
import { Chinese, ItemName, Localised } from "@/app/_shared/items/Localised";
import { ItemList } from "@/app/_shared/items/ItemList";
import { api } from "@/app/_trpc/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { DescriptionList } from "@/app/_ui/Lists";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { inEnglish } from "@/domain/items/rules/english";
import type { Guide } from "../guide";
import { startHref, type StartProgress } from "./query";

const SIMILAR = 4;

/** Where somebody finds that it is not for them: whom to ask, and what else there is; never a dead end, and never a refusal. */
export async function UnfitPage({ guide, progress }: { guide: Guide; progress: StartProgress }) {
  const [t, caller] = await Promise.all([getTranslations("guidedStart.unfit"), api()]);
  const { content, department, code } = guide;
  const theme = content.themes[0];
  const audience = content.audience[0];
  const similar = theme && audience ? (await caller.items.search({ theme, audience, limit: SIMILAR + 1 })).rows.filter((row) => row.code !== code).slice(0, SIMILAR) : [];
  const phone = content.consultPhone ?? department.phone;
  const address = content.address ?? department.address;
  const say = inEnglish(content);
  return (
    <Page width="form" before={<BackLink href={startHref(code, progress, { fits: undefined })} />}>
      <PageHeading caption={<ItemName {...content} />} title={t("title")} lead={t("text")} />
      <Section title={t("ask")}>
        <DescriptionList facts={[
          { label: t("phone"), value: phone ? <Chinese>{phone}</Chinese> : <a href="tel:12345" className="tap">12345</a> },
          ...(address ? [{ label: t("window"), value: <Localised text={say(address)} /> }] : []),
          ...(content.openingHours ? [{ label: t("hours"), value: <Localised text={say(content.openingHours)} /> }] : []),
        ]} />
      </Section>
      {similar.length > 0 && <Section title={t("similar")}><ItemList rows={similar} /></Section>}
      <ButtonRow>
        <ButtonLink href={startHref(code, progress, { fits: "unsure" })}>{t("goOn")}</ButtonLink>
        <ButtonLink href="/items">{t("search")}</ButtonLink>
      </ButtonRow>
    </Page>
  );
}
