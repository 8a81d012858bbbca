import { useLocale, useTranslations } from "next-intl";
import { formatInstant } from "@/app/_i18n/format";
import type { DeskCase } from "@/app/_shared/desk/types";
import { Chinese } from "@/app/_shared/items/Localised";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import type { CaseChanges } from "./materials";

/** What the last correction brought: each point of its notice, changed or not, and the way to see only what changed. */
export function Changes({ found, changes, onlyChanged }: { found: DeskCase; changes: CaseChanges; onlyChanged: boolean }) {
  const t = useTranslations("deskCase.changes");
  const locale = useLocale();
  if (changes.correctedAt === null) return null;
  const here = `/desk/applications/${found.number}`;
  return (
    <div className="flex flex-col gap-2 rounded-card border border-accent-line bg-accent-soft p-4">
      <p className="font-semibold">{t("title", { at: formatInstant(changes.correctedAt, locale), count: changes.changes.length })}</p>
      <ul className="flex flex-col gap-1">
        {changes.points.map(({ fieldId, label, reason, changed }) => (
          <li key={fieldId} className="flex max-w-measure flex-wrap items-baseline gap-x-3">
            <Tag tone={changed ? "success" : "warning"}>{changed ? t("changed") : t("unchanged")}</Tag>
            <span><Chinese>{label}</Chinese></span><span className="text-muted"><Chinese>{reason}</Chinese></span>
          </li>
        ))}
      </ul>
      {changes.changes.length > 0 && (
        <p data-print="no"><TextLink href={onlyChanged ? `${here}#answers` : `${here}?only=changed#answers`} scroll={false} data-key="changed" className="tap">{onlyChanged ? t("all") : t("only")}</TextLink></p>
      )}
    </div>
  );
}
