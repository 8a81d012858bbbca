import { useTranslations } from "next-intl";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";

/** How the result comes, on the page of the case: a choice to make, or where it is. */
export function DeliveryNotice({ own: { number, status, canChoose, delivery } }: { own: Answers["applications"]["ownDelivery"] }) {
  const t = useTranslations("deliveries");
  const due = status === "approved" || status === "delivering" || status === "rejected";
  if (!delivery && !(canChoose && due)) return null;
  const loud = delivery?.state === "ready" || delivery?.state === "returned";
  const text = !delivery ? t("notice.choose") : delivery.state === "ready" ? t("notice.ready") : delivery.state === "returned" ? t("notice.returned") : t(`states.${delivery.state}`);
  return <Notice tone={loud ? "warning" : "info"} title={t("notice.title")} actions={<ButtonLink href={`/me/applications/${number}/delivery`} look={loud ? "primary" : "secondary"}>{t("notice.open")}</ButtonLink>}>{text}</Notice>;
}
