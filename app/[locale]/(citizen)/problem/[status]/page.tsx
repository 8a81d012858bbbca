import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ForbiddenPage, NotFoundPage } from "@/app/_ui/shell/ProblemPages";

type ProblemProps = { params: Promise<{ status: string }> };

export async function generateMetadata({ params }: ProblemProps): Promise<Metadata> {
  const t = await getTranslations("common");
  return { title: (await params).status === "403" ? t("forbidden.title") : t("notFound.title"), robots: { index: false } };
}

/** What `server/main.ts` answers with in place of Next's empty document for a page that is refused or missing. */
export default async function Problem({ params }: ProblemProps) {
  return (await params).status === "403" ? <ForbiddenPage /> : <NotFoundPage />;
}
