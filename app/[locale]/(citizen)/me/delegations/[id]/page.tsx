import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { formatInstant } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { itemNamesFor } from "@/app/_shared/delegations/itemNames";
import { StandingTag } from "@/app/_shared/delegations/Terms";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { ActForSelf } from "../ActForSelf";
import { RevokeForm } from "../RevokeForm";
import { TermList } from "../TermList";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("delegations.detail"))("title") };
}

/** One delegation and what was done under it. */
export default async function DelegationPage({ params }: Props) {
  const [{ id }, locale, account] = await Promise.all([params, getLocale(), currentAccount()]);
  if (account?.actingFor) return <ActForSelf name={account.actingFor.name} />;
  const caller = await api();
  const found = await answer(caller.delegations.get({ id }), localePath(locale, `/me/delegations/${id}`));
  const [t, names, own] = await Promise.all([getTranslations("delegations"), itemNamesFor([found]), found.given ? caller.applications.listOwn({ limit: 100 }) : undefined]);
  const itemOf = new Map(own?.rows.map((row) => [row.id, row.itemName]));
  const name = found.given ? (found.delegateName ?? found.inviteeName ?? "") : found.principalName;
  const acts = linesOf(t, found.uses);
  return (
    <Page width="form" before={<BackLink href="/me/delegations">{t("detail.back")}</BackLink>}>
      <PageHeading caption={t(found.given ? "detail.given" : "detail.received")} title={name} lead={<StandingTag standing={found.standing} />} />
      <TermList granted={found} names={names} via={t(`via.${found.grantedVia}`)} />
      {found.revocable && <RevokeForm id={id} label={t(found.given ? (found.standing === "pending" ? "list.takeBack" : "list.stop") : "list.layDown", { name })} />}
      <Section title={t("detail.uses")}>
        {acts.length === 0 ? <p className="text-muted">{t("detail.noUses")}</p> : (
          <ol className="divide-y divide-line rounded-card border border-line">
            {acts.map(({ at, act, applicationId }) => (
              <li key={`${at}${act}`} className="px-4 py-3 md:px-5">
                <p className="font-semibold">{act}{itemOf.has(applicationId) && <span lang="zh-CN" className="font-normal"> · {itemOf.get(applicationId)}</span>}</p>
                <time dateTime={at} className="text-hint text-muted">{formatInstant(at, locale)}</time>
              </li>
            ))}
          </ol>
        )}
      </Section>
    </Page>
  );
}

const told = ["start", "save", "attachFile", "removeFile", "discard", "askPrincipal", "submit", "resubmit", "takeBack", "withdraw"] as const;
type Use = { action: string; at: string; applicationId: string };

/** The acts in words, those that tell something. */
function linesOf(t: Awaited<ReturnType<typeof getTranslations<"delegations">>>, uses: readonly Use[]) {
  return uses.flatMap(({ action, at, applicationId }) => {
    const act = told.find((one) => action === `applications.${one}`);
    return act ? [{ at, applicationId, act: t(`acts.${act}`) }] : [];
  });
}
