import { useTranslations } from "next-intl";
import { useLimitText } from "@/app/_shared/items/useLimitText";
import { DescriptionList } from "@/app/_ui/Lists";
import type { DirectoryElements } from "@/domain/items/schema/directory";

/** The shared elements to read. */
export function Elements({ elements }: { elements: DirectoryElements }) {
  const t = useTranslations("exchange.directory");
  const enums = useTranslations("enums.items");
  const limitText = useLimitText();
  return (
    <DescriptionList facts={[
      { label: t("name"), value: <span lang="zh-CN">{elements.name}</span> },
      ...(elements.nameEn ? [{ label: t("nameEn"), value: <span lang="en">{elements.nameEn}</span> }] : []),
      { label: t("itemType"), value: enums(`itemType.${elements.itemType}`) },
      { label: t("levels"), value: elements.levels.map((level) => enums(`level.${level}`)).join(" · ") },
      { label: t("audience"), value: elements.audience.map((one) => enums(`audience.${one}`)).join(" · ") },
      { label: t("statutory"), value: limitText(elements.statutoryLimit) },
      ...(elements.legalBasis.length > 0 ? [{ label: t("basis"), value: <ul lang="zh-CN">{elements.legalBasis.map(({ instrument, articles }, index) => <li key={index}>{instrument}{articles && ` ${articles}`}</li>)}</ul> }] : []),
    ]} />
  );
}
