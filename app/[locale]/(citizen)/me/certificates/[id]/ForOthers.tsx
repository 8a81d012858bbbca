import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import Image from "next/image";
import { toString as drawQr } from "qrcode";
import { currentAccount } from "@/app/_shared/session";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { hindranceToPresent } from "@/domain/certificates/policy/presenting";
import { env } from "@/env";

type Certificate = Answers["certificates"]["get"];

async function mayPresent({ status, signed }: Certificate): Promise<boolean> {
  const account = await currentAccount();
  return account !== null && !hindranceToPresent(account.actingFor ? { actingFor: account.actingFor } : {}, { status, signed });
}

/** On a phone what most come for stands above the face, which fills the screen. */
export async function PresentFirst({ certificate }: { certificate: Certificate }) {
  if (!(await mayPresent(certificate))) return null;
  const t = await getTranslations("wallet.present");
  return <div data-print="no" className="flex flex-col md:hidden"><ButtonLink look="primary" icon="qr" href={`/me/certificates/${certificate.id}/present`}>{t("live")}</ButtonLink></div>;
}

/** The two ways to show it; nothing where the policy refuses. */
export async function Present({ certificate }: { certificate: Certificate }) {
  return (await mayPresent(certificate)) ? <Ways id={certificate.id} /> : null;
}

function Ways({ id }: { id: string }) {
  const t = useTranslations("wallet.present");
  return (
    <div data-print="no">
      <Section title={t("title")}>
        <ul className="grid gap-4 md:grid-cols-2 elder:md:grid-cols-1">
          <li className="hidden flex-col gap-2 md:flex md:items-start"><ButtonLink look="primary" icon="qr" href={`/me/certificates/${id}/present`}>{t("live")}</ButtonLink><p className="text-hint text-muted">{t("liveText")}</p></li>
          <li className="flex flex-col gap-2 md:items-start"><ButtonLink icon="print" href={`/me/certificates/${id}/printed`}>{t("printed")}</ButtonLink><p className="text-hint text-muted">{t("printedText")}</p></li>
        </ul>
      </Section>
    </div>
  );
}

/** The public page about it, as a link and as a code: it tells the state, and of the face what anyone may read. */
export async function Verify({ identifier }: { identifier: string }) {
  const [t, certificates] = [await getTranslations("wallet.verify"), await getTranslations("certificates")];
  const code = await drawQr(new URL(`/verify/${identifier}`, env().publicUrl).href, { type: "svg", margin: 2, errorCorrectionLevel: "M" });
  return (
    <Section title={t("title")} intro={t("text")}>
      <div className="flex flex-wrap items-center gap-x-8 gap-y-4">
        {/* White around and behind it in every theme: cameras need it. */}
        <Image unoptimized src={`data:image/svg+xml;base64,${Buffer.from(code).toString("base64")}`} alt={t("image")} width={176} height={176} className="rounded-card border border-line bg-white" />
        <p><TextLink href={`/verify/${identifier}`} className="tap">{certificates("verifyLink")}</TextLink></p>
      </div>
    </Section>
  );
}
