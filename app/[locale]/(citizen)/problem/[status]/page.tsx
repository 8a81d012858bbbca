import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { areaOf, ForbiddenPage } from "@/app/_shared/identity/ForbiddenPage";
import { Page, PageHeading } from "@/app/_ui/Page";
import { NotFoundPage } from "@/app/_ui/shell/NotFoundPage";
import { safeReturnPath } from "@/domain/identity/rules";

type ProblemProps = { params: Promise<{ status: string }>; searchParams: Promise<{ at?: string | string[]; error?: string | string[] }> };

export async function generateMetadata({ params }: ProblemProps): Promise<Metadata> {
  const [{ status }, t, consent] = [await params, await getTranslations("common"), await getTranslations("consent.problem")];
  return { title: status === "403" ? t("forbidden.title") : status === "404" ? t("notFound.title") : consent("title"), robots: { index: false } };
}

/** What `server/main.ts` answers with in place of Next's empty document for a page that is refused or missing, and of the provider's own errors. */
export default async function Problem({ params, searchParams }: ProblemProps) {
  const [{ status }, { at, error }] = [await params, await searchParams];
  if (status === "400" || status === "429") return <SignInProblem tooMany={status === "429"} code={typeof error === "string" ? error : ""} />;
  if (status !== "403") return <NotFoundPage />;
  const address = safeReturnPath(typeof at === "string" ? at : undefined, "/");
  return <ForbiddenPage area={areaOf(address)} address={address} />;
}

/** A request of another system that cannot be answered. The code is one word of the standard, whatever the address says. */
async function SignInProblem({ tooMany, code }: { tooMany: boolean; code: string }) {
  const t = await getTranslations("consent.problem");
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t(tooMany ? "tooMany" : "lead")} />
      {/^[a-z_]{1,40}$/.test(code) && <p className="text-muted">{t("code", { code })}</p>}
    </Page>
  );
}
