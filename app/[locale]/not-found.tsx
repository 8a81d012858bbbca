import { useTranslations } from "next-intl";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Page, PageHeading } from "@/app/_ui/Page";

/** Only where a layout itself is missing: every page carries this, so it has neither header nor search. */
export default function NotFound() {
  const t = useTranslations("common");
  return (
    <main id="main" tabIndex={-1}>
      <Page width="form">
        <PageHeading title={t("notFound.title")} lead={t("notFound.text")} />
        <ButtonRow><ButtonLink href="/">{t("goHome")}</ButtonLink></ButtonRow>
      </Page>
    </main>
  );
}
