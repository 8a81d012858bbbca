import { getTranslations } from "next-intl/server";
import { api } from "@/app/_trpc/server";
import { Notice } from "@/app/_ui/Notice";
import { TextLink } from "@/app/_ui/TextLink";

/** What supervision waits for, on the first page of the desk; nothing where nothing waits. */
export async function DeskStrip() {
  const [t, { urgings, answers, reasons }] = [await getTranslations("supervision.strip"), await (await api()).supervision.waiting()];
  const links = [
    ...(urgings > 0 ? [{ href: "/desk/supervision/inbox", label: t("urgings", { count: urgings }) }] : []),
    ...(answers > 0 ? [{ href: "/desk/supervision/urgings?state=answered", label: t("answers", { count: answers }) }] : []),
    ...(reasons > 0 ? [{ href: "/desk/supervision/reasons", label: t("reasons", { count: reasons }) }] : []),
  ];
  if (links.length === 0) return null;
  return <Notice tone="warning" title={t("title")} actions={links.map(({ href, label }) => <TextLink key={href} href={href} className="tap">{label}</TextLink>)} />;
}
