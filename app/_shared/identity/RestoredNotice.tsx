import { useTranslations } from "next-intl";
import { Notice } from "@/app/_ui/Notice";

/** Says that a form is filled in again as it was before a sign-in or a proof came between. */
export function RestoredNotice() {
  const t = useTranslations("common.session");
  return <Notice tone="success" live title={t("restored")}>{t("restoredText")}</Notice>;
}
