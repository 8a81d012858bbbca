import { getLocale, getTranslations } from "next-intl/server";
import { currentViewer } from "@/app/_shared/session";
import { Button, ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Page, PageHeading } from "@/app/_ui/Page";
import { places } from "@/app/_ui/shell/AccountMenu";
import { ReturnHere } from "@/app/_ui/shell/PlaceLinks";

type Area = keyof typeof places;

/** The area that an address belongs to; nothing for the public pages. */
export function areaOf(address: string): Area | undefined {
  const found = /^(?:\/en)?\/(?:(desk)|(admin)|me|apply|items\/[^/]+\/apply)(?:[/?]|$)/.exec(address);
  if (!found) return undefined;
  return found[1] ? "desk" : found[2] ? "admin" : "space";
}

/** The page this account may not open: who may, who is signed in now, and the way to another account and back. */
export async function ForbiddenPage({ area, address }: { area?: Area | undefined; address?: string | undefined }) {
  const [t, viewer] = [await getTranslations("common"), await currentViewer()];
  return (
    <Page width="form">
      <PageHeading title={t("forbidden.title")} lead={t(area && viewer?.area !== area ? `forbidden.${area}` : "forbidden.text")} />
      {viewer && <p>{t("forbidden.current", { name: viewer.name })}</p>}
      {viewer && viewer.area !== "space" && <p className="text-muted">{t("forbidden.contact")}</p>}
      <ButtonRow>
        {viewer ? <ButtonLink href={places[viewer.area]} look="primary">{t(`account.${viewer.area}`)}</ButtonLink> : <ButtonLink href="/">{t("goHome")}</ButtonLink>}
        {viewer && (
          <form action="/api/sign-out" method="post">
            <input type="hidden" name="locale" value={await getLocale()} />
            {address ? <input type="hidden" name="returnTo" value={address} /> : <ReturnHere />}
            <Button type="submit" icon="exit">{t("forbidden.switch")}</Button>
          </form>
        )}
      </ButtonRow>
    </Page>
  );
}
