import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Draft } from "@/app/_shared/applications/types";
import type { DivisionNames } from "@/app/_shared/forms/AnswerText";
import { localText } from "@/app/_shared/forms/localised";
import { Chinese } from "@/app/_shared/items/Localised";
import { api } from "@/app/_trpc/server";
import { Notice } from "@/app/_ui/Notice";
import { TextLink } from "@/app/_ui/TextLink";

type Props = {
  draft: Pick<Draft, "elsewhere" | "divisionCode" | "departmentName" | "itemName">;
  divisions: DivisionNames;
  hrefOf: (section: string, field: string) => string | undefined;
};

/** No place that was named lies where the application goes: said before it is filed, and nobody is kept from filing. */
export async function Elsewhere({ draft: { elsewhere, divisionCode, departmentName, itemName }, divisions, hrefOf }: Props) {
  if (elsewhere.length === 0) return null;
  const [t, locale] = [await getTranslations("apply.check.elsewhere"), await getLocale()];
  const { path } = await (await api()).departments.getDivision({ code: divisionCode });
  const words = { division: path.at(-1)?.name ?? divisionCode, department: departmentName, zh: (text: ReactNode) => <Chinese>{text}</Chinese> };
  return (
    <Notice title={t.rich("title", words)}>
      <p>{t.rich("text", words)}</p>
      <ul className="my-2 flex flex-col gap-3">
        {elsewhere.map(({ fieldId, sectionId, label, division }) => {
          const [href, place] = [hrefOf(sectionId, fieldId), t.rich("place", { ...words, label: localText(label, locale), place: divisions[division] ?? division })];
          return <li key={fieldId}>{href ? <TextLink href={href} className="inline-flex min-h-tap items-center">{place}</TextLink> : place}</li>;
        })}
      </ul>
      <p>{t("advice")}</p>
      <TextLink href={`/items?q=${encodeURIComponent(itemName)}`} className="inline-flex min-h-tap items-center">{t("find")}</TextLink>
    </Notice>
  );
}
