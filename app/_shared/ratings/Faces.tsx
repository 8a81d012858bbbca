import { useTranslations } from "next-intl";
import { TextLink } from "@/app/_ui/TextLink";
import type { RatingLevel } from "@/domain/ratings/schema";
import { ratingLevels } from "@/domain/ratings/schema/levels";

/** The mouth of each face, from a smile to its opposite; the words beside it say the same. */
const mouths: Record<RatingLevel, string> = {
  verySatisfied: "M14 27c3 8 17 8 20 0Z", satisfied: "M15 28c4 5 14 5 18 0", basic: "M16 30h16", dissatisfied: "M15 33c4-5 14-5 18 0", veryDissatisfied: "M14 35c3-8 17-8 20 0Z",
};

function Face({ level }: { level: RatingLevel }) {
  return (
    <svg viewBox="0 0 48 48" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round" className="size-12 shrink-0 text-accent elder:size-16">
      <path d={`M24 4a20 20 0 1 0 0 40 20 20 0 0 0 0-40ZM17 18v2m14-2v2${mouths[level]}`} />
    </svg>
  );
}

/** Five large faces with their words, each a plain link; none is chosen beforehand, and none stands out. */
export function Faces({ hrefOf }: { hrefOf: (level: RatingLevel) => string }) {
  const t = useTranslations("ratings");
  return (
    <ul aria-label={t("levelsLabel")} className="flex flex-col gap-4">
      {ratingLevels.map((level) => (
        <li key={level}>
          <TextLink href={hrefOf(level)} className="flex min-h-tap-primary items-center gap-5 rounded-card border border-control bg-surface px-5 py-3 text-lead font-bold text-ink no-underline hover:border-accent hover:bg-accent-soft hover:text-ink hover:no-underline elder:border-2">
            <Face level={level} />
            {t(`levels.${level}`)}
          </TextLink>
        </li>
      ))}
    </ul>
  );
}
