import { getTranslations } from "next-intl/server";
import { formatStamp } from "@/app/_i18n/format";
import { api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { SummaryList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";

type Standing = Answers["audit"]["standing"];

/** How the chain over the log stands: what was sealed last, whether it is kept elsewhere, what the nightly look found. */
export async function ChainStanding() {
  const [t, caller] = await Promise.all([getTranslations("staff.audit.standing"), api()]);
  const standing = await caller.audit.standing();
  const { checkpoint, elsewhere, waiting } = standing;
  return (
    <Section title={t("chain")}>
      {(standing.check?.findings.length ?? 0) > 0 && <Notice tone="error" title={t("damaged")}>{t("damagedText")}</Notice>}
      <SummaryList
        rows={[
          { label: t("sealed"), value: checkpoint ? t("sealedRows", { size: checkpoint.size, at: formatStamp(checkpoint.at) }) : t("nothing") },
          { label: t("waiting"), value: t("waitingRows", { count: waiting }) },
          ...(checkpoint ? [{ label: t("root"), value: <code className="break-all">{checkpoint.root}</code> }] : []),
          ...(elsewhere === null ? [] : [{ label: t("elsewhere"), value: elsewhere ? t("elsewhereYes") : t("elsewhereNo") }]),
          { label: t("check"), value: await checkWords(standing) },
        ]}
      />
    </Section>
  );
}

async function checkWords({ check }: Standing): Promise<string> {
  const t = await getTranslations("staff.audit.standing");
  if (!check) return t("checkNever");
  const [first] = check.findings;
  const facts = { at: formatStamp(check.at), rows: check.rows };
  return first ? t("checkBad", { ...facts, count: check.findings.length, seq: first.seq }) : t("checkGood", facts);
}
