import { getTranslations } from "next-intl/server";
import { api } from "@/app/_trpc/server";
import { Notice } from "@/app/_ui/Notice";
import { TextLink } from "@/app/_ui/TextLink";

/** How supervision stands to a case, on its page: what is open, and the way there; a supervisor always finds the way. */
export async function CaseStrip({ number }: { number: string }) {
  const [t, found] = [await getTranslations("supervision.strip"), await (await api()).supervision.ofCase({ number })];
  const urged = found.urgings.filter(({ state }) => state === "open").length;
  const signals = found.signals.filter(({ state }) => state === "open").length;
  const href = `/desk/supervision/cases/${number}`;
  if (urged === 0 && signals === 0 && !found.reasonDue) return found.supervises ? <p data-print="no"><TextLink href={href} className="tap">{t("supervise")}</TextLink></p> : null;
  return (
    <Notice tone="warning" title={t("case", { urged, signals })} actions={<TextLink href={href} className="tap">{found.reasonDue ? t("reason") : t("open")}</TextLink>}>
      {found.reasonDue && t("reasonDue")}
    </Notice>
  );
}
