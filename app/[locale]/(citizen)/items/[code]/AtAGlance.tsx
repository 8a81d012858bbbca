import { useTranslations } from "next-intl";
import { useLimitText } from "@/app/_shared/items/useLimitText";
import { KeyFacts } from "@/app/_ui/Lists";
import { promisedOf } from "@/domain/applications/rules/clocks";
import { visitsOf } from "@/domain/items/rules/visits";
import type { Guide } from "./guide";

/** What to know before starting: who, cost, time, what to prepare (`prepare` where it is known for this person), other channels. */
export function AtAGlance({ guide: { content }, prepare }: { guide: { content: Guide["content"] }; prepare?: string }) {
  const t = useTranslations("items.guide");
  const audience = useTranslations("enums.items.audience");
  const limitText = useLimitText();
  const { fees, promisedLimit, statutoryLimit, handling, materials } = content;
  const visits = visitsOf(content);
  const limit = promisedLimit ?? statutoryLimit;
  const conditional = materials.some(({ when, condition }) => when ?? condition);
  const onSpot = limit === null && handling === "instant";
  const [time, source] = [onSpot ? { value: 0, unit: "workday" as const } : promisedOf(content), promisedLimit ? "timePromised" as const : statutoryLimit ? "timeStatutory" as const : "timeDefault" as const];
  const separator = t("separator");
  return (
    <KeyFacts facts={[
      { label: t("who"), value: content.audience.map((entry) => audience(entry)).join(separator) },
      { label: t("cost"), value: fees ? t(fees.charged ? "charged" : "free") : t("unknownCost") },
      { label: t("time"), value: limitText(time), note: onSpot ? undefined : t(source) },
      { label: t("prepare"), value: prepare ?? t(conditional ? "materialsSome" : "materialsCount", { count: materials.length }) },
      { label: t("go"), value: visits === null ? t("goUnknown") : t("visitsCount", { count: visits }) },
      { label: t("elsewhere"), value: t("counter"), note: t("phoneWay") },
    ]} />
  );
}
