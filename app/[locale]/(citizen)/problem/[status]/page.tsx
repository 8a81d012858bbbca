import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { areaOf, ForbiddenPage } from "@/app/_shared/identity/ForbiddenPage";
import { NotFoundPage } from "@/app/_ui/shell/ProblemPages";
import { safeReturnPath } from "@/domain/identity/rules";

type ProblemProps = { params: Promise<{ status: string }>; searchParams: Promise<{ at?: string | string[] }> };

export async function generateMetadata({ params }: ProblemProps): Promise<Metadata> {
  const t = await getTranslations("common");
  return { title: (await params).status === "403" ? t("forbidden.title") : t("notFound.title"), robots: { index: false } };
}

/** What `server/main.ts` answers with in place of Next's empty document for a page that is refused or missing. */
export default async function Problem({ params, searchParams }: ProblemProps) {
  if ((await params).status !== "403") return <NotFoundPage />;
  const { at } = await searchParams;
  const address = safeReturnPath(typeof at === "string" ? at : undefined, "/");
  return <ForbiddenPage area={areaOf(address)} address={address} />;
}
