"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { localText } from "@/app/_shared/forms/localised";
import { analyseForm } from "@/domain/forms/rules/analyse";
import { brokenPlaces, placeAt, type FormNode } from "@/domain/forms/rules/edit-places";
import { locate } from "@/domain/forms/rules/edit-steps";
import type { FormDefinition } from "@/domain/forms/schema";
import { formOf } from "@/domain/items/rules";
import type { RevisionContent } from "@/domain/items/schema";

export type FormFacts = Pick<RevisionContent, "audience" | "situations" | "materials" | "english">;
export type Problem = { key: string; node: FormNode | undefined; property: string; code: string; params: Record<string, string | number> };

/** What is wrong with the form as it stands: what keeps it from being kept first, then what keeps it from being published. */
export function useProblems(form: FormDefinition, facts: FormFacts): readonly Problem[] {
  return useMemo(() => {
    const broken = brokenPlaces(form).map(({ node, property, path }): Problem => ({ key: `broken ${path}`, node, property, code: "broken", params: {} }));
    const whole = formOf({ ...facts, form });
    const found = analyseForm(whole, facts).map(({ path, code, params }): Problem => {
      const [first] = code === "forms.cycle" ? String(params["ids"]).split(" → ") : [];
      const place = first === undefined ? placeAt(whole, path) : { node: { kind: "field" as const, id: first }, property: "visibleWhen" };
      return { key: `${code} ${path} ${JSON.stringify(params)}`, ...place, code, params };
    });
    return [...broken, ...found];
  }, [form, facts]);
}

type Props = { problems: readonly Problem[]; form: FormDefinition; materials: FormFacts["materials"]; onGo: (problem: Problem) => void };

/** Each problem in words, leading to its place. */
export function Problems({ problems, form, materials, onGo }: Props) {
  const t = useTranslations("builder.problems");
  const errors = useTranslations("errors");
  const locale = useLocale();
  const nameOf = (node: FormNode | undefined) => {
    if (!node) return t("form");
    const found = node.kind === "field" ? locate(form, node.id)?.field.label : form.sections.find(({ id }) => id === node.id)?.title;
    return (found && localText(found, locale)) || node.id;
  };
  const told = ({ node, code, params, property }: Problem) => {
    if (code === "broken") return property.startsWith("fields") ? t("emptyList") : t("broken");
    if (code === "forms.neverVisible" && node?.kind === "field" && materials.some(({ key }) => key === node.id)) return t("materialLost");
    if (code === "forms.neverVisible" && node?.kind === "section") return t("pageLost");
    return refusalText(errors, { code, params });
  };
  return (
    <section aria-labelledby="problems" className="flex flex-col gap-2">
      <h2 id="problems" className="text-h3 font-bold">{t("title", { count: problems.length })}</h2>
      {problems.length === 0 ? <p className="text-muted">{t("none")}</p> : (
        <ul className="flex flex-col gap-1 elder:gap-4">
          {problems.slice(0, 30).map((problem) => (
            <li key={problem.key}>
              <button type="button" onClick={() => onGo(problem)} className="tap w-full py-1 text-left text-danger underline underline-offset-[0.22em] hover:text-danger-strong">
                <span>{t("at", { name: nameOf(problem.node), message: told(problem) })}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
