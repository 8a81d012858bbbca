import { useTranslations } from "next-intl";
import { useTermFacts, type Granted, type ItemNames } from "@/app/_shared/delegations/Terms";
import { DescriptionList } from "@/app/_ui/Lists";

/** What was granted, line by line. */
export function TermList({ granted, names, via }: { granted: Granted; names: ItemNames; via?: string }) {
  const t = useTranslations("delegations.terms");
  const facts = useTermFacts();
  return <DescriptionList facts={[...facts(granted, names), ...(via ? [{ label: t("via"), value: via }] : [])]} />;
}
