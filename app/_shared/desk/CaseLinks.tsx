import { useTranslations } from "next-intl";
import { TextLink } from "@/app/_ui/TextLink";

const pages = ["joint", "experts", "hearing", "delivery", "certificates"] as const;

/** The other pages of a case at the desk. */
export function CaseLinks({ number }: { number: string }) {
  const t = useTranslations("joint.links");
  return (
    <nav aria-label={t("label")} data-print="no">
      <ul className="flex flex-wrap gap-x-6 gap-y-1">{pages.map((page) => <li key={page}><TextLink href={`/desk/applications/${number}/${page}`} className="tap">{t(page)}</TextLink></li>)}</ul>
    </nav>
  );
}
