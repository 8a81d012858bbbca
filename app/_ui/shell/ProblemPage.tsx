"use client";

import { useLocale, useTranslations } from "next-intl";
import { localePath } from "@/app/_i18n/routing";
import { buttonClass } from "../buttonClass";

export type ErrorPageProps = { error: unknown; retry: () => void };

function digestOf(error: unknown): string | undefined {
  return error instanceof Error && "digest" in error ? String(error.digest) : undefined;
}

/**
 * A fault of ours: what happened to the answers, when to try again, whom to call. Every page carries it, so it is made of
 * little, and it leads home by a full load: what failed is left behind.
 */
export function ProblemPage({ error, retry }: ErrorPageProps) {
  const t = useTranslations("common");
  const home = localePath(useLocale(), "/");
  const digest = digestOf(error);
  return (
    <div className="wrap-site max-w-site py-6 md:py-10 dense:py-6">
      <div className="flex max-w-form flex-col gap-8 dense:gap-6">
        <header className="flex flex-col gap-2">
          <h1 className="text-h1 font-bold text-balance">{t("problem.title")}</h1>
          <p className="max-w-measure text-lead text-muted">{t("problem.text")}</p>
        </header>
        {digest && <p className="text-hint text-muted">{t("problem.reference", { digest })}</p>}
        <div className="flex flex-wrap items-center gap-4 elder:max-sm:flex-col elder:max-sm:items-stretch">
          <button type="button" onClick={retry} className={buttonClass("primary")}>{t("problem.retry")}</button>
          <a href="tel:12345" className={buttonClass("secondary")}>{t("tools.phoneHelp")}</a>
          <a href={home} className={buttonClass("secondary")}>{t("goHome")}</a>
        </div>
      </div>
    </div>
  );
}
