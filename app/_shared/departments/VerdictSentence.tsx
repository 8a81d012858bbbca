import { useTranslations } from "next-intl";
import type { Answers } from "@/app/_trpc/types";
import { verdictOf } from "@/domain/departments/rules/closures";

/** How the portal is doing, in one sentence: the same on every page. */
export function VerdictSentence({ status }: { status: Pick<Answers["departments"]["getServiceStatus"], "work" | "current"> }) {
  const t = useTranslations("closures.status");
  const verdict = verdictOf(status);
  return <>{verdict === "paused" ? t(verdict, { count: status.current.length }) : t(verdict)}</>;
}
