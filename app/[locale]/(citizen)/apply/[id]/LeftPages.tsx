"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { placePath } from "@/app/_shared/applications/places";
import type { Draft } from "@/app/_shared/applications/types";
import { leftInDraft, type Left } from "@/app/_shared/forms/typing";
import { usePageRules, wantRules } from "@/app/_shared/forms/usePageRules";
import { Localised } from "@/app/_shared/items/Localised";
import { Notice } from "@/app/_ui/Notice";
import { TextLink } from "@/app/_ui/TextLink";
import { isAlike } from "@/domain/forms/rules/inputs";

type Props = { owner: string; draft: Pick<Draft, "id" | "definition" | "answers" | "context"> };

/** The pages of which this device holds something that is not saved, after a battery or a network failed. */
export function LeftPages({ owner, draft }: Props) {
  const t = useTranslations("keep.left");
  const [left, setLeft] = useState<readonly (Left & { shown: readonly string[] })[]>([]);
  const { rules, away } = usePageRules();
  const { definition, answers: previous, context } = draft;
  useEffect(() => {
    const changed = ({ raw, base, section }: Left) => definition.sections.find(({ id }) => id === section)?.fields.map(({ id }) => id).filter((id) => !isAlike(raw, base, id)) ?? [];
    void leftInDraft({ owner, draft: draft.id }).then((all) => {
      if (all.length > 0) void wantRules();
      setLeft(all.map((one) => ({ ...one, shown: changed(one) })));
    }, () => undefined);
  }, [owner, draft.id, definition]);
  // Without the rules, which tell whether it says anything new, it is named rather than passed over.
  const says = (one: (typeof left)[number]) => (rules ? rules.changedIn(definition, one.section, one, { previous, context }).length > 0 : away && one.shown.length > 0);
  const pages = [...new Map(left.filter(says).toReversed().map((one) => [one.section, one])).values()];
  if (pages.length === 0) return null;
  return (
    <Notice live title={t("pages")}>
      <ul>
        {pages.map(({ section, question }) => {
          const title = draft.definition.sections.find(({ id }) => id === section)?.title;
          return title && <li key={section}><TextLink href={placePath({ id: draft.id, section, ...(question ? { question } : {}) })} className="inline-flex min-h-tap items-center"><Localised text={title} /></TextLink></li>;
        })}
      </ul>
    </Notice>
  );
}
