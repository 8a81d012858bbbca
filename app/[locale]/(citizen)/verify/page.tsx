import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { z } from "zod";
import { localePath } from "@/app/_i18n/routing";
import { api } from "@/app/_trpc/server";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FileField } from "@/app/_ui/FileField";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";
import { FileCheckResult } from "./FileCheckResult";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("verify"))("title") };
}

// A file, not a page: the router must not fetch it.
const publicKeys = "/.well-known/jwks.json";

const fileProblems = ["notACertificate", "tooLarge", "noFile", "tooMany", "receipt"] as const;

const Query = z.object({
  identifier: z.string().max(200).optional().catch(undefined),
  receipt: z.string().max(6000).optional().catch(undefined),
  problem: z.enum(fileProblems).optional().catch(undefined),
});

type VerifyPageProps = { searchParams: Promise<Record<string, string | string[]>> };

/** Where anyone asks whether a certificate or notice is genuine: by what is printed on it, or by its file. */
export default async function VerifyPage({ searchParams }: VerifyPageProps) {
  const { identifier, receipt, problem } = Query.parse(await searchParams);
  const typed = identifier?.trim();
  if (typed) redirect(localePath(await getLocale(), `/verify/${encodeURIComponent(typed)}`));
  const check = receipt ? await readCheck(receipt) : undefined;
  if (check) return <FileCheckResult {...check} />;
  return <VerifyForms missing={identifier !== undefined} problem={receipt ? "receipt" : problem} />;
}

async function readCheck(receipt: string) {
  const { certificates, notices } = await api();
  const check = await certificates.readFileCheck({ receipt }).catch(() => undefined);
  if (!check) return undefined;
  const [verification, notice] = await Promise.all([
    check.identifier ? certificates.verify({ identifier: check.identifier }) : undefined,
    check.verdict === "unregistered" ? notices.verify({ sha256: check.sha256 }) : undefined,
  ]);
  return { check, verification, notice };
}

function VerifyForms({ missing, problem }: { missing: boolean; problem: (typeof fileProblems)[number] | undefined }) {
  const t = useTranslations("verify");
  const present = useTranslations("present");
  const locale = useLocale();
  const missingText = missing ? t("byIdentifier.missing") : undefined;
  const problemText = problem && t(`problem.${problem}`);
  const errors = [{ name: "identifier", message: missingText }, { name: "file", message: problemText }].flatMap(({ name, message }) => (message ? [{ name, message }] : []));
  return (
    <Page notice={errors.length > 0 && <ErrorSummary errors={errors} />}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-2 elder:lg:grid-cols-1">
        <Section title={t("byIdentifier.title")}>
          <form action={localePath(locale, "/verify")} noValidate className="flex flex-col gap-6">
            <TextField name="identifier" label={t("byIdentifier.label")} hint={t("byIdentifier.hint")} error={missingText} width="full" autoComplete="off" autoCapitalize="characters" spellCheck={false} />
            <div><SubmitButton icon="search">{t("byIdentifier.button")}</SubmitButton></div>
          </form>
        </Section>
        <Section title={t("byFile.title")}>
          <form action="/api/verify-file" method="post" encType="multipart/form-data" noValidate className="flex flex-col gap-6">
            <input type="hidden" name="locale" value={locale} />
            <FileField name="file" label={t("byFile.label")} hint={t("byFile.hint")} error={problemText} accept="application/pdf,.pdf,.json,.jws,.sd-jwt,.txt" />
            <div><SubmitButton look="secondary" icon="upload">{t("byFile.button")}</SubmitButton></div>
          </form>
        </Section>
      </div>
      <p><TextLink href="/show" className="tap">{present("show.enter.title")}</TextLink></p>
      <Section title={t("how.title")}>
        <div className="flex max-w-measure flex-col gap-4">
          <p>{t("how.text")}</p>
          <p>{t("how.keys")}</p>
          <p><a href={publicKeys} className="tap">{t("how.keysLink")}</a></p>
        </div>
      </Section>
    </Page>
  );
}
