import { useTranslations } from "next-intl";
import { ButtonLink } from "@/app/_ui/Button";

/** Everything is kept; what is missing before filing is a better proof of who files. */
export function StepUp({ level, next }: { level: string; next: string }) {
  const t = useTranslations("apply.check.level");
  return (
    <section data-print="no" className="flex flex-col gap-4 border-t-2 border-line pt-8">
      <h2 className="text-h2 font-bold">{t("title", { level })}</h2>
      <p className="max-w-measure">{t("text")}</p>
      <div><ButtonLink href={`/me/security/level?${new URLSearchParams({ to: level, next })}`} look="primary">{t("go")}</ButtonLink></div>
    </section>
  );
}
