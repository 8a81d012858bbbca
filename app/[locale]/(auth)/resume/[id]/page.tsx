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
  const account = await currentAccount();
  let form: { path: string; delegationId: string | null } | undefined;
  const refusal = await refusalOf((await api()).identity.keptForm({ id }).then((found) => (form = found)));
  if (refusal?.code === "access.signIn") redirect(localePath(locale, `/sign-in?${new URLSearchParams({ next: here })}`));
  // Somebody else's, or gone: whoever is signed in begins where they always do.
  if (!form) redirect(localePath(locale, places[(await currentViewer())?.area ?? "space"]));
  const { path, delegationId } = form;
  if (delegationId === (account?.actingFor?.delegationId ?? null)) redirect(localePath(locale, `${path}${path.includes("?") ? "&" : "?"}kept=${id}`));

  const t = await getTranslations("security.resume");
  const principal = account?.delegations.find((one) => one.delegationId === delegationId)?.name;
  // The delegation may have ended meanwhile: then what was typed for that principal is nobody's.
  const open = delegationId === null || principal !== undefined;
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={open ? t(principal ? "actedFor" : "actedForSelf", { name: principal ?? "" }) : t("ended")} />
      <ButtonRow>
        {open && (
          <form action={choosePrincipal}>
            <input type="hidden" name="returnTo" value={here} />
            <input type="hidden" name="delegation" value={delegationId ?? ""} />
            <SubmitButton>{t(principal ? "continueFor" : "continueForSelf", { name: principal ?? "" })}</SubmitButton>
          </form>
        )}
        <ButtonLink href="/me" look={open ? "quiet" : "primary"}>{t("leave")}</ButtonLink>
      </ButtonRow>
    </Page>
  );
}
