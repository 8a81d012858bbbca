import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { CopiesLink } from "@/app/_shared/offline/CopiesLink";
import { BackOnline } from "@/app/_shared/offline/BackOnline";
import { Icon } from "@/app/_ui/Icon";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { helpPhone } from "@/app/_ui/shell/SiteHeader";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keep.offline"))("title"), robots: { index: false } };
}

/** Shown in place of any page that cannot be fetched: the same for everyone, with nothing of anybody's. */
export default async function NoNetworkPage() {
  const t = await getTranslations("keep.offline");
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t("lead")} />
      <BackOnline label={t("again")} />
      <Section title={t("typedTitle")}><p className="max-w-measure">{t("typed")}</p></Section>
      <Section title={t("otherwise")}>
        <ul className="flex flex-col gap-2">
          <li><a href={`tel:${helpPhone}`} className="tap gap-2"><Icon name="phone" />{t("phone", { phone: helpPhone })}</a></li>
          <li className="max-w-measure">{t("window")}</li>
          <ClientMessages areas={["keep"]}><CopiesLink /></ClientMessages>
        </ul>
      </Section>
    </Page>
  );
}
