import { useTranslations } from "next-intl";

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
  return (
    <div className="flex flex-col gap-2">
      <p>
        <strong>{total === undefined ? t("step", { current, title }) : t("stepOf", { current, total, title })}</strong>
        {next && <span className="text-muted"> {t("nextStep", { title: next })}</span>}
      </p>
      {total !== undefined && <progress aria-hidden="true" max={total} value={current} className="progress-bar" />}
    </div>
  );
}
