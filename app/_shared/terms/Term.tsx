import { useTranslations } from "next-intl";
import { Details } from "@/app/_ui/Cards";
import { Icon } from "@/app/_ui/Icon";

export type Word = "item" | "revision" | "guide" | "instant" | "promised" | "statutoryLimit" | "promisedLimit" | "workday" | "material" | "tolerable" | "situation" | "basis" | "onlineDepth"
  | "warning" | "handOver" | "fourEyes" | "basicCode" | "implementationCode" | "successor" | "plainScore" | "draft" | "specialProcedure"
  | "formSection" | "prefill" | "condition" | "computed" | "stableId" | "step" | "consult" | "join" | "decisionTable"
  | "certificateType" | "face" | "layout" | "jsonLines" | "preview" | "directory" | "implementingList" | "lockedElement" | "division"
  | "edition" | "holder" | "validity" | "definingOrgan" | "department" | "uscc" | "window" | "synonym" | "theme"
  | "hotWord" | "noticeText" | "messageText" | "textVersion" | "lifeEvent" | "makeUpDay" | "provisional" | "post" | "threeAdmins"
  | "client" | "redirectAddress" | "auditLog";

/** What a word of the glossary means, folded behind the word: the browser's own disclosure, for keyboard, screen reader and no script alike. */
export function Term({ word }: { word: Word }) {
  const t = useTranslations("terms");
  const name = t(`words.${word}.name`);
  return (
    <details className="max-w-measure text-hint">
      <summary className="tap gap-1 text-accent underline decoration-dotted underline-offset-[0.22em] hover:text-accent-strong">
        <Icon name="info" className="size-[1em]" />
        {t("explain", { name })}
      </summary>
      <p className="border-l-4 border-accent-line py-1 pl-4 font-normal text-ink">{t(`words.${word}.text`)}</p>
    </details>
  );
}

// More than these stand in the way of the work: they share one fold.
const mostBeside = 3;

/** The words of one screen with what they mean. */
export function Terms({ words }: { words: readonly Word[] }) {
  const t = useTranslations("terms");
  if (words.length > mostBeside) {
    return (
      <Details summary={t("label")}>
        <dl className="grid max-w-measure gap-3">
          {words.map((word) => <div key={word}><dt className="font-semibold">{t(`words.${word}.name`)}</dt><dd>{t(`words.${word}.text`)}</dd></div>)}
        </dl>
      </Details>
    );
  }
  return (
    <section aria-label={t("label")} className="flex flex-wrap gap-x-6 gap-y-1">
      {words.map((word) => <Term key={word} word={word} />)}
    </section>
  );
}
