import { useTranslations } from "next-intl";
import { refusalText } from "@/app/_i18n/refusal";
import { Notice } from "@/app/_ui/Notice";

const dids = ["bound", "replaced", "refreshed", "noLonger", "invited", "confirmed", "ended", "accepted", "declined", "laidDown"] as const;

/** What the act that led here did, or why it was refused. */
export function AgencyNotice({ query }: { query: Record<string, string | string[] | undefined> }) {
  const t = useTranslations("organisations");
  const errors = useTranslations("errors");
  const did = dids.find((one) => one === query["did"]);
  if (did) return <Notice tone={did === "noLonger" ? "warning" : "success"} live title={t(`did.${did}`)}>{t(`did.${did}Text`)}</Notice>;
  return typeof query["refused"] === "string" ? <Notice tone="error" live>{refusalText(errors, { code: query["refused"], params: {} })}</Notice> : null;
}
