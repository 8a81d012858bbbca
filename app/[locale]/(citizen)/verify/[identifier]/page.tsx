import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { VerificationResult } from "@/app/_shared/certificates/VerificationResult";
import { verdictOf } from "@/app/_shared/certificates/verdicts";
import { api, refusalOf } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import { cache } from "react";

type ResultPageProps = { params: Promise<{ identifier: string }> };

// Counted against the address once a page, not once for its title as well.
const verification = cache(async (identifier: string) => {
  const asked = (await api()).certificates.verify({ identifier: decodeURIComponent(identifier).slice(0, 200) });
  const refusal = await refusalOf(asked);
  return refusal ? undefined : asked;
});

export async function generateMetadata({ params }: ResultPageProps): Promise<Metadata> {
  const t = await getTranslations("verify");
  const found = await verification((await params).identifier);
  return { title: found ? t(`verdict.${verdictOf(found).name}.title`) : t("title"), robots: { index: false } };
}

/** The answer for one identifier; also where the QR code of a certificate leads. */
export default async function ResultPage({ params }: ResultPageProps) {
  const t = await getTranslations("verify");
  const found = await verification((await params).identifier);
  return (
    <Page>
      {found ? <VerificationResult verification={found} /> : <><PageHeading title={t("title")} /><Notice tone="warning" title={t("problem.tooMany")} /></>}
      <div><ButtonLink href="/verify">{t("again")}</ButtonLink></div>
    </Page>
  );
}
