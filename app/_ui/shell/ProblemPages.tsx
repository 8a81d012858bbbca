import { useTranslations } from "next-intl";
import { ButtonLink, ButtonRow } from "../Button";
import { Page, PageHeading } from "../Page";
import { SearchBox } from "./SearchBox";

/** The page that is not there, or that this person may not know of. */
export function NotFoundPage() {
  const t = useTranslations("common");
  return (
    <Page width="form">
      <PageHeading title={t("notFound.title")} lead={t("notFound.text")} />
      <p>{t("notFound.hint")}</p>
      <SearchBox id="not-found-search" size="hero" />
      <ButtonRow><ButtonLink href="/">{t("goHome")}</ButtonLink></ButtonRow>
    </Page>
  );
}
