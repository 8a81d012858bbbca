"use client";

import { useLocale, useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { Icon } from "@/app/_ui/Icon";
import { ownerOf } from "./owner";
import { copiesPath } from "./shell";

const never = () => () => undefined;

/** The way to the copies of certificates, where this browser keeps any. */
export function CopiesLink() {
  const t = useTranslations("keep.offline");
  const locale = useLocale();
  const hasCopies = useSyncExternalStore(never, () => ownerOf("wallet") !== null, () => false);
  if (!hasCopies) return null;
  // A document of its own: what leads there without a network is the worker.
  return <li><a href={copiesPath(locale)} className="tap gap-2"><Icon name="certificate" />{t("copies")}</a></li>;
}
