import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { choosePrincipal } from "@/app/_shared/identity/actions";
import { currentAccount, currentViewer } from "@/app/_shared/session";
import { api, refusalOf } from "@/app/_trpc/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Page, PageHeading } from "@/app/_ui/Page";
import { places } from "@/app/_ui/shell/AccountMenu";
import { SubmitButton } from "@/app/_ui/SubmitButton";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security.resume"))("title"), robots: { index: false } };
}

/** Back to the form that somebody was filling in; first acting again for whom they did, where that is another. */
export default async function ResumePage({ params }: Props) {
  const { id } = await params;
  const locale = await getLocale();
  const here = localePath(locale, `/resume/${id}`);
  const { path, delegationId } = await keptForm(id, here);
  const account = await currentAccount();
  if (delegationId === (account?.actingFor?.delegationId ?? null)) redirect(localePath(locale, `${path}${path.includes("?") ? "&" : "?"}kept=${id}`));
  // A delegation that has ended meanwhile is not among them: then what was typed for that principal is nobody's.
  const principal = account?.delegations.find((one) => one.delegationId === delegationId)?.name;
  return <Page width="form"><OtherPrincipal {...{ here, delegationId, principal }} /></Page>;
}

async function keptForm(id: string, here: string): Promise<{ path: string; delegationId: string | null }> {
  const locale = await getLocale();
  let form: { path: string; delegationId: string | null } | undefined;
  const refusal = await refusalOf((await api()).identity.keptForm({ id }).then((found) => (form = found)));
  if (refusal?.code === "access.signIn") redirect(localePath(locale, `/sign-in?${new URLSearchParams({ next: here })}`));
  // Somebody else's, or gone: whoever is signed in begins where they always do.
  return form ?? redirect(localePath(locale, places[(await currentViewer())?.area ?? "space"]));
}

/** It was filled in for another principal than the one acted for now: the way back to that one, or away. */
async function OtherPrincipal({ here, delegationId, principal }: { here: string; delegationId: string | null; principal: string | undefined }) {
  const t = await getTranslations("security.resume");
  if (delegationId !== null && principal === undefined) {
    return <><PageHeading title={t("title")} lead={t("ended")} /><ButtonRow><ButtonLink href="/me" look="primary">{t("leave")}</ButtonLink></ButtonRow></>;
  }
  return (
    <>
      <PageHeading title={t("title")} lead={principal === undefined ? t("actedForSelf") : t("actedFor", { name: principal })} />
      <form action={choosePrincipal}>
        <ButtonRow>
          <input type="hidden" name="returnTo" value={here} />
          <input type="hidden" name="delegation" value={delegationId ?? ""} />
          <SubmitButton>{principal === undefined ? t("continueForSelf") : t("continueFor", { name: principal })}</SubmitButton>
          <ButtonLink href="/me" look="quiet">{t("leave")}</ButtonLink>
        </ButtonRow>
      </form>
    </>
  );
}
