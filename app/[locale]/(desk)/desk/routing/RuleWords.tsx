import { useTranslations } from "next-intl";
import { Chinese } from "@/app/_shared/items/Localised";
import type { RoutingContent } from "@/domain/applications/schema/assignment";

type Rule = { content: RoutingContent; items: readonly string[]; person: string | null };
const shown = 3;

/** What a rule asks of a case, in words. */
export function Asks({ rule: { content: { role, divisionCode, when }, items } }: { rule: Rule }) {
  const t = useTranslations("assignment.routing");
  const roles = useTranslations("assignment.roles");
  return (
    <ul className="flex flex-col gap-0.5">
      <li>{roles(role)} · {t("division", { code: divisionCode })}</li>
      {items.length === 0 ? <li>{t("allItems")}</li> : items.slice(0, shown).map((name, index) => <li key={index}><Chinese>{name}</Chinese></li>)}
      {items.length > shown && <li>+ {items.length - shown}</li>}
      {when !== undefined && <li className="break-words">{t("when", { when })}</li>}
    </ul>
  );
}

/** To whom it gives the work. */
export function Gives({ rule: { content: { target }, person } }: { rule: Rule }) {
  const t = useTranslations("assignment.routing");
  if (target.kind === "person") return <Chinese>{person}</Chinese>;
  return <>{t(target.kind)}</>;
}
