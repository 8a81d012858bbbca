"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { browserApi } from "@/app/_trpc/browser";
import { Icon } from "@/app/_ui/Icon";
import { editorParts, type SeeEditors } from "@/domain/items/schema/life";

type Other = { name: string; part: string; minutes: number };

const EVERY_MS = 45_000;

/** One line that is always there, so that a colleague who comes moves nothing; said aloud when it changes. */
export function PresenceLine({ itemId, part, others: first }: SeeEditors & { others: readonly Other[] }) {
  const t = useTranslations("revisions.presence");
  const [others, setOthers] = useState(first);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible") return;
      browserApi.items.seeEditors.mutate({ itemId, part }).then(({ others: now }) => setOthers(now), () => undefined);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [itemId, part]);
  const told = useTold();
  return (
    <p role="status" className="flex max-w-measure min-h-[1.7em] items-start gap-2 text-hint text-muted">
      <Icon name="person" className="mt-[0.3em] size-[1em]" />
      <span>{others.length === 0 ? t("none") : others.map(told).join(t("separator"))}</span>
    </p>
  );
}

function useTold() {
  const t = useTranslations("revisions.presence");
  const tabs = useTranslations("admin.edit.tabs");
  return ({ name, part: opened, minutes }: Other) => {
    const part = tabs(editorParts.find((one) => one === opened) ?? "guide");
    return minutes < 1 ? t("now", { name, part }) : t("minutes", { name, part, minutes });
  };
}
