import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

type StepIndicatorProps = {
  current: number;
  /** Left out when the number of steps may still change. */
  total?: number | undefined;
  title: string;
  next?: string | undefined;
};

/** Where one is, in words: "第 2 步，共 5 步：上传材料。下一步：核对信息". */
export function StepIndicator({ current, total, title, next }: StepIndicatorProps) {
  const t = useTranslations("ui");
  const locale = useLocale();
  // Titles are questions: a Chinese sentence goes on after one without its mark, an English one ends with it. One that is there in
  // Chinese only is read out as such; what needs no tag stays one piece of text, which is read in one breath.
  const words = (text: string) => ({ title: locale === "zh-CN" ? text.replace(/[？?。.]$/, "") : text, name: (said: ReactNode) => (locale !== "zh-CN" && /\p{Script=Han}/u.test(text) ? <span lang="zh-CN">{said}</span> : said) });
  return (
    <div className="flex flex-col gap-2">
      <p>
        <strong>{total === undefined ? t.rich("step", { current, ...words(title) }) : t.rich("stepOf", { current, total, ...words(title) })}</strong>
        {next && <span className="text-muted"> {t.rich("nextStep", words(next))}</span>}
      </p>
      {total !== undefined && <progress aria-hidden="true" max={total} value={current} className="progress-bar" />}
    </div>
  );
}
