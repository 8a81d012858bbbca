import { useLocale, useTranslations } from "next-intl";
import { Button, ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Page, PageHeading } from "@/app/_ui/Page";
import { places, type Viewer } from "@/app/_ui/shell/AccountMenu";
import { ReturnHere } from "@/app/_ui/shell/PlaceLinks";

export type ForbiddenProps = { area?: keyof typeof places | undefined; address?: string | undefined; viewer: Pick<Viewer, "name" | "area"> | null };

/** Who may open the page, who is signed in now, and the way to another account and back. */
export function Forbidden({ area, address, viewer }: ForbiddenProps) {
  const t = useTranslations("common");
  const locale = useLocale();
  return (
    <Page width="form">
      <PageHeading title={t("forbidden.title")} lead={t(area && viewer?.area !== area ? `forbidden.${area}` : "forbidden.text")} />
      {viewer && <p>{t("forbidden.current", { name: viewer.name })}</p>}
      {viewer && viewer.area !== "space" && <p className="text-muted">{t("forbidden.contact")}</p>}
      <ButtonRow>
        {viewer ? <ButtonLink href={places[viewer.area]} look="primary">{t(`account.${viewer.area}`)}</ButtonLink> : <ButtonLink href="/">{t("goHome")}</ButtonLink>}
        {viewer && (
          <form action="/api/sign-out" method="post">
            <input type="hidden" name="locale" value={locale} />
            {address ? <input type="hidden" name="returnTo" value={address} /> : <ReturnHere />}
            <Button type="submit" icon="exit">{t("forbidden.switch")}</Button>
          </form>
        )}
      </ButtonRow>
    </Page>
  );
}
