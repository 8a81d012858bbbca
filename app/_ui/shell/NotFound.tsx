import { useTranslations } from "next-intl";
import { ButtonLink, ButtonRow } from "../Button";
import { Page, PageHeading } from "../Page";
import { SearchBox } from "./SearchBox";

export type NotFoundProps = { /** Where a layout itself is missing: it has its own `main`, and no search. */ bare?: boolean };

/** The page that is not there, or that this person may not know of. */
export function NotFound({ bare = false }: NotFoundProps) {
  const t = useTranslations("common");
  const page = (
    <Page width="form">
      <PageHeading title={t("notFound.title")} lead={t("notFound.text")} />
      {!bare && <><p>{t("notFound.hint")}</p><SearchBox id="not-found-search" size="hero" /></>}
      <ButtonRow><ButtonLink href="/">{t("goHome")}</ButtonLink></ButtonRow>
    </Page>
  );
  return bare ? <main id="main" tabIndex={-1}>{page}</main> : page;
}
