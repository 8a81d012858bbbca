import { useTranslations } from "next-intl";
import type { Draft } from "@/app/_shared/applications/types";

type Source = Draft["sources"][string];

/** Where a value was taken from, and what to do when it is wrong. */
export function SourceNote({ source }: { source: Source }) {
  const t = useTranslations("apply.source");
  if (source === "fixed") return t("fixed");
  const [owner] = source.split(".");
  return owner === "organisation" ? t("organisation") : owner === "situation" ? t("situation") : t("profile");
}
