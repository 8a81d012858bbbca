import { useTranslations } from "next-intl";
import { refusalText } from "@/app/_i18n/refusal";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";

const outcomes = ["saved", "changed", "deleted", "default", "columns"] as const;
type Params = Record<string, string | string[] | undefined>;

/** What came of a form about views, columns or an export, told by the address after the redirect. */
export function DeskNotice({ params }: { params: Params }) {
  const t = useTranslations("queue");
  const errors = useTranslations("errors");
  const done = outcomes.find((outcome) => outcome === params["done"]);
  const refused = typeof params["refused"] === "string" && /^[a-z]+\.[A-Za-z]+$/i.test(params["refused"]) ? params["refused"] : undefined;
  if (!done && !refused) return null;
  const values = Object.fromEntries(Object.entries(params).flatMap(([name, value]) => (name.startsWith("p-") && typeof value === "string" ? [[name.slice(2), value]] : [])));
  return (
    <FocusOnArrival>
      {done ? <Notice tone="success" live title={t(`done.${done}`)} /> : <Notice tone="warning" live title={t("refused")}>{refusalText(errors, { code: refused ?? "requests.failed", params: values })}</Notice>}
    </FocusOnArrival>
  );
}
