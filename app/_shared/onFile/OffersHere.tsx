import { useTranslations } from "next-intl";
import type { Draft } from "@/app/_shared/applications/types";
import { Localised } from "@/app/_shared/items/Localised";
import { Notice } from "@/app/_ui/Notice";
import { TextLink } from "@/app/_ui/TextLink";

/** Before it is sent: the materials that are not there yet and need not be uploaded, each with the way to the page that asks for it. */
export function OffersHere({ draft: { offers, answers, definition, openFields }, href }: { draft: Pick<Draft, "offers" | "answers" | "definition" | "openFields">; href: (section: string, field: string) => string }) {
  const t = useTranslations("onFile.check");
  const open = offers.flatMap(({ fieldId, usable }) => {
    const section = definition.sections.find(({ fields }) => fields.some(({ id }) => id === fieldId));
    const field = section?.fields.find(({ id }) => id === fieldId);
    const asked = answers[fieldId] === undefined && (openFields?.includes(fieldId) ?? true);
    return section && field && usable.length > 0 && asked ? [{ fieldId, sectionId: section.id, label: field.label }] : [];
  });
  if (open.length === 0) return null;
  return (
    <Notice tone="info" title={t("title", { count: open.length })}>
      <p>{t("text")}</p>
      <ul className="flex flex-col">
        {open.map(({ fieldId, sectionId, label }) => <li key={fieldId}><TextLink href={href(sectionId, fieldId)} className="inline-flex min-h-tap items-center"><Localised text={label} /></TextLink></li>)}
      </ul>
    </Notice>
  );
}
