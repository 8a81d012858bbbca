import { getTranslations } from "next-intl/server";
import { currentAccount } from "@/app/_shared/session";
import { api } from "@/app/_trpc/server";
import { Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { isDelegatedAll } from "@/domain/core/actor";

/** Who may see this certificate, by the one rule there is: its holders, and whoever acts for one of them in everything. */
export async function Rights({ holders }: { holders: number }) {
  const [t, account] = [await getTranslations("wallet.rights"), await currentAccount()];
  const actingFor = account?.actingFor;
  const family = actingFor ? [] : await listFamily();
  const whose = actingFor ? (actingFor.kind === "organisation" ? [t("organisation", { name: actingFor.name })] : [t("principal", { name: actingFor.name }), t("you")]) : [t("self")];
  const lines = [...whose, ...(holders > 1 ? [t("holders")] : []), ...(family.length > 0 ? [t("family", { names: family.join(t("separator")) })] : []), t("organs"), t("anyone")];
  return (
    <Section title={t("title")}>
      <ul className="flex max-w-measure list-disc flex-col gap-1 pl-[1.4em]">{lines.map((line) => <li key={line}>{line}</li>)}</ul>
      {!actingFor && <p data-print="no"><TextLink href="/me/delegations" className="tap">{t("manage")}</TextLink></p>}
    </Section>
  );
}

/** Who may act for oneself in everything, by name. */
async function listFamily(): Promise<string[]> {
  const { given } = await (await api()).delegations.list();
  return given.filter((one) => one.standing === "live" && isDelegatedAll(one, "view")).flatMap(({ delegateName }) => delegateName ?? []);
}
