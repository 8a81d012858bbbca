import { getTranslations } from "next-intl/server";
import { Notice } from "@/app/_ui/Notice";
import { TextLink } from "@/app/_ui/TextLink";
import { env } from "@/env";

/** Where a demonstration shows the codes that it does not really send. */
export async function DemoCodeNotice() {
  if (!env().demo) return null;
  const t = await getTranslations("signIn.typeCode");
  return <Notice tone="info" title={t("demo")}><TextLink href="/dev/outbox" target="_blank" className="tap">{t("demoLink")}</TextLink></Notice>;
}
