import { useLocale } from "next-intl";
import type { ReactNode } from "react";
import type { LocalisedText } from "@/domain/forms/schema";

/** Text that exists in Chinese only, marked as such where the page is in another language. */
export function Chinese({ children }: { children: ReactNode }) {
  return useLocale() === "zh-CN" ? <>{children}</> : <span lang="zh-CN">{children}</span>;
}

/** What somebody typed, marked as Chinese where it is. */
export function Typed({ children }: { children: string }) {
  return /\p{Script=Han}/u.test(children) ? <Chinese>{children}</Chinese> : <>{children}</>;
}

/** A text of the guide in the language of the page, or in Chinese where it has no other. */
export function Localised({ text }: { text: LocalisedText }) {
  return useLocale() === "en" && text.en ? <>{text.en}</> : <Chinese>{text.zh}</Chinese>;
}

type Names = { name: string; nameEn?: string | null | undefined };

/** The name of an item as text, for titles and breadcrumbs. */
export const itemName = ({ name, nameEn }: Names, locale: string) => (locale === "en" && nameEn ? nameEn : name);

export function ItemName({ name, nameEn }: Names) {
  return <Localised text={{ zh: name, ...(nameEn ? { en: nameEn } : {}) }} />;
}
