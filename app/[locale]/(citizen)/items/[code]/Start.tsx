import { useTranslations } from "next-intl";
import { ButtonLink } from "@/app/_ui/Button";
import { questionsOf } from "@/domain/items/rules/guided-start";
import type { Guide } from "./guide";
import { waysOf } from "./WaySections";

const applyPath = (code: string) => `/items/${code}/apply`;

/** The way into the application, with what it takes to sign in. */
export function StartCard({ guide: { code, content } }: { guide: Guide }) {
  const t = useTranslations("items.guide");
  const level = content.minAssuranceLevel;
  return (
    <div className="flex flex-col gap-4 rounded-card border-2 border-accent bg-accent-soft p-5">
      {/* On a phone the bar at the foot of the screen holds this very button. */}
      <ButtonLink href={applyPath(code)} look="primary" icon="arrowRight" className="w-full max-lg:hidden elder:max-lg:inline-flex">{t("start")}</ButtonLink>
      {questionsOf(content).length > 0 && <ButtonLink href={`/items/${code}/start`} className="w-full">{t("guidedStart")}</ButtonLink>}
      <p>{level === "L0" ? t("assuranceNone") : t("assurance", { level })}</p>
      <p className="text-hint text-muted">{t("saved")}</p>
    </div>
  );
}

/** On a phone the way in stays within reach of the thumb; in senior mode it would cover too much. */
export function StartBar({ code }: { code: string }) {
  const t = useTranslations("items.guide");
  return (
    <div data-print="no" className="sticky bottom-0 z-10 -mx-4 border-t border-line bg-surface p-3 md:-mx-8 lg:hidden elder:hidden">
      <ButtonLink href={applyPath(code)} look="primary" className="w-full">{t("startShort")}</ButtonLink>
    </div>
  );
}

const sections = ["conditions", "materials", "limits", "fees", "ways", "process", "result", "places", "contact", "questions", "remedies", "legal", "facts", "sources"] as const;

/** The parts of the page that are there, each a link. */
export function ContentsList({ guide }: { guide: Guide }) {
  const { content } = guide;
  const t = useTranslations("items.guide");
  const empty = {
    ways: !waysOf({ guide }), places: !content.places?.length, remedies: !(content.review ?? content.litigation ?? content.rights ?? content.duties),
    process: content.flow.length + content.steps.length === 0, result: !content.result, questions: content.questions.length === 0, legal: content.legalBasis.length === 0,
  };
  const shown = sections.filter((section) => !(section in empty && empty[section as keyof typeof empty]));
  return (
    <nav aria-label={t("contents")} className="max-lg:hidden">
      <h2 className="mb-1 font-bold">{t("contents")}</h2>
      <ul className="border-l-2 border-line">
        {shown.map((section) => <li key={section}><a href={`#${section}`} className="link-plain inline-flex min-h-tap items-center pl-4 text-hint text-accent">{t(section)}</a></li>)}
      </ul>
    </nav>
  );
}
