import { useTranslations } from "next-intl";
import type { Pair } from "./state";

/** Chinese texts with English beside them that is to be looked at, and may be copied. */
export function Pairs({ title, text, said, pairs }: { title: string; text: string; /** What the Chinese is called. */ said: string; pairs: readonly Pair[] }) {
  const t = useTranslations("revisions.english");
  return (
    <section aria-label={title} className="flex flex-col gap-3 rounded-card border border-warning-line bg-warning-soft p-4">
      <h2 className="text-h3 font-bold">{title}</h2>
      <p className="max-w-measure">{text}</p>
      <ul className="flex flex-col gap-4">
        {pairs.map(({ zh, en }) => (
          <li key={zh}>
            <dl className="max-w-measure">
              <dt className="text-hint text-muted">{said}</dt>
              <dd className="whitespace-pre-line break-words" lang="zh-CN">{zh}</dd>
              <dt className="mt-1 text-hint text-muted">{t("english")}</dt>
              <dd className="whitespace-pre-line break-words" lang="en">{en || t("nothing")}</dd>
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}
