"use client";

import { useTranslations } from "next-intl";
import { Button, buttonClass, ButtonLink, ButtonRow } from "../Button";
import { Icon } from "../Icon";
import { Page, PageHeading } from "../Page";

export type ErrorPageProps = { error: unknown; retry: () => void };

function digestOf(error: unknown): string | undefined {
  return error instanceof Error && "digest" in error ? String(error.digest) : undefined;
}

/** A fault of ours: what happened to the answers, when to try again, whom to call. */
export function ProblemPage({ error, retry }: ErrorPageProps) {
  const t = useTranslations("common");
  const digest = digestOf(error);
  return (
    <Page width="form">
      <PageHeading title={t("problem.title")} lead={t("problem.text")} />
      {digest && <p className="text-hint text-muted">{t("problem.reference", { digest })}</p>}
      <ButtonRow>
        <Button look="primary" onClick={retry}>{t("problem.retry")}</Button>
        <a href="tel:12345" className={buttonClass("secondary")}><Icon name="phone" />{t("tools.phoneHelp")}</a>
        <ButtonLink href="/">{t("goHome")}</ButtonLink>
      </ButtonRow>
    </Page>
  );
}
