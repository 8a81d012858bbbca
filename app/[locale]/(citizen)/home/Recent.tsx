import { getTranslations } from "next-intl/server";
import { OwnList } from "@/app/_shared/applications/OwnList";
import { currentAccount } from "@/app/_shared/session";
import { api } from "@/app/_trpc/server";
import { Band, Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";

const most = 3;

/** For whoever is signed in: what waits for them, then drafts, then what is under way. Nobody else's, and nothing where there is none. */
export async function Recent() {
  const account = await currentAccount();
  if (account?.accountKind !== "citizen" || account.owesSecondFactor) return null;
  const [t, caller] = await Promise.all([getTranslations("home"), api()]);
  const [drafts, open] = await Promise.all([caller.applications.listOwn({ state: "drafts", limit: most }), caller.applications.listOwn({ state: "open", limit: 10 })]);
  const waits = open.rows.filter(({ status }) => status === "correction");
  const rows = [...waits, ...drafts.rows, ...open.rows.filter(({ status }) => status !== "correction")].slice(0, most);
  if (rows.length === 0) return null;
  return (
    <Band tone="subtle">
      <Section title={t("recent")} actions={<TextLink href="/me" className="tap">{t("recentAll")}</TextLink>}><OwnList rows={rows} label={t("recent")} /></Section>
    </Band>
  );
}
