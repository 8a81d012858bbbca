import { useTranslations } from "next-intl";
import { TextLink } from "@/app/_ui/TextLink";

/** A number that leads to the cases behind it; nought leads nowhere. `of` says to assistive technology what is counted. */
export function Figure({ count, href, of }: { count: number; href: string; of: string }) {
  const t = useTranslations("supervision");
  if (count === 0) return <span className="inline-block px-1 py-1 tabular-nums">0</span>;
  return <TextLink href={href} className="inline-block min-w-6 px-1 py-1 text-end tabular-nums">{count}<span className="sr-only"> {t("casesOf", { of })}</span></TextLink>;
}
