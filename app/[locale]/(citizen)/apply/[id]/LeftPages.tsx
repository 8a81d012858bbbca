"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { placePath } from "@/app/_shared/applications/screens";
import type { Draft } from "@/app/_shared/applications/types";
import { leftInDraft, type Left } from "@/app/_shared/forms/typing";
import { Localised } from "@/app/_shared/items/Localised";
import { Notice } from "@/app/_ui/Notice";
import { TextLink } from "@/app/_ui/TextLink";
import { compileForm } from "@/domain/forms/rules/compile";
import { differing, isAlike } from "@/domain/forms/rules/merge-answers";

type Props = { owner: string; draft: Pick<Draft, "id" | "definition" | "answers" | "context"> };

/** The pages of which this device holds something that is not saved, after a battery or a network failed. */
export function LeftPages({ owner, draft }: Props) {
  const t = useTranslations("keep.left");
  const [left, setLeft] = useState<readonly Left[]>([]);
  useEffect(() => {
    const form = compileForm(draft.definition);
    const says = ({ raw, base, section }: Left) => {
      const changed = form.definition.sections.find(({ id }) => id === section)?.fields.map(({ id }) => id).filter((id) => !isAlike(raw, base, id)) ?? [];
      return differing(form, section, { typed: raw, shown: changed }, { previous: draft.answers, context: draft.context }).length > 0;
    };
    void leftInDraft({ owner, draft: draft.id }).then((all) => setLeft(all.filter(says)), () => undefined);
  }, [owner, draft]);
  const pages = [...new Map(left.toReversed().map((one) => [one.section, one])).values()];
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
