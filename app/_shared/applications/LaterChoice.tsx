import { useTranslations } from "next-intl";
import { CheckboxGroup } from "@/app/_ui/Choices";

/** What is missing and may follow: the promise in writing (容缺受理承诺), material by material; `awaits` where somebody else is to confirm it. */
export function LaterChoice({ name, choices, chosen, awaits = false }: { name: string; choices: readonly { value: string; label: string }[]; chosen?: readonly string[]; awaits?: boolean }) {
  const t = useTranslations("life.later");
  return (
    <div className="flex flex-col gap-4">
      <CheckboxGroup name={name} legend={t("legend")} hint={t("hint")} optional choices={choices} defaultValue={chosen} />
      <p className="max-w-measure">{t(awaits ? "promiseAwaits" : "promise")}</p>
    </div>
  );
}
