"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/Button";

/** Prints the page; hidden where there is no script to do it. */
export function PrintButton() {
  const t = useTranslations("ui");
  return <Button icon="print" className="needs-script" onClick={() => window.print()}>{t("print")}</Button>;
}
