import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { itemName } from "@/app/_shared/items/Localised";
import { currentView } from "@/app/_shared/preferences/current";
import { answer, api } from "@/app/_trpc/server";
import { env } from "@/env";
import { GuidePage } from "./GuidePage";
import { HandlingItems } from "./HandlingItems";

type Props = { params: Promise<{ code: string }> };

const readItem = cache(async (code: string) => answer((await api()).items.get({ code }), `/items/${code}`));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [found, locale, t] = await Promise.all([readItem((await params).code), getLocale(), getTranslations("items.choices")]);
  return { title: found.kind === "guide" ? itemName(found.guide.content, locale) : t("title") };
}

export default async function ItemPage({ params }: Props) {
  const found = await readItem((await params).code);
  if (found.kind === "choices") return <HandlingItems choices={found.choices} />;
  const { preferences } = await currentView();
  return <GuidePage guide={found.guide} simplified={preferences.simplified} demo={env().demo} />;
}
