import { useTranslations } from "next-intl";
import { refusalText } from "@/app/_i18n/refusal";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { TextLink } from "@/app/_ui/TextLink";
import type { ErrorParams } from "@/domain/core/errors";

/** Why the server did not do it. A session that ended loses nothing: one signs in beside the page and sends it again. */
export function RefusalNotice({ refusal }: { refusal: { code: string; params: ErrorParams } }) {
  const t = useTranslations("apply.refused");
  const errors = useTranslations("errors");
  const ui = useTranslations("ui");
  const signedOut = refusal.code === "access.signIn";
  return (
    <FocusOnArrival>
      <Notice tone={signedOut ? "warning" : "error"} live title={signedOut ? t("signedOut") : t("title")}>
        <p>{signedOut ? t("signedOutText") : refusalText(errors, refusal)}</p>
        {signedOut && <p><TextLink href="/sign-in?next=/me" target="_blank" rel="noopener">{t("signIn")}{ui("opensNewTab")}</TextLink></p>}
      </Notice>
    </FocusOnArrival>
  );
}
