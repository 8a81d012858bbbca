import { useTranslations } from "next-intl";
import { Chinese } from "@/app/_shared/items/Localised";
import { DescriptionList } from "@/app/_ui/Lists";
import { TextLink } from "@/app/_ui/TextLink";
import type { PlaceChange } from "@/domain/departments/schema/changes";

/** What a change says, field by field. */
export function ChangeFacts({ change }: { change: PlaceChange }) {
  const t = useTranslations("departments.fields");
  const departmentId = "departmentId" in change ? change.departmentId : undefined;
  const facts = [
    { label: t("name"), value: departmentId ? <TextLink href={`/admin/departments/${departmentId}`} className="tap"><Chinese>{"name" in change ? change.name : t("name")}</Chinese></TextLink> : "name" in change && <Chinese>{change.name}</Chinese> },
    { label: t("uscc"), value: "uscc" in change && change.uscc },
    { label: t("division"), value: "divisionCode" in change && change.divisionCode },
    { label: t("code"), value: "code" in change && <TextLink href={`/admin/divisions?code=${change.code}`} className="tap">{change.code}</TextLink> },
    { label: t("successorCode"), value: change.kind === "closeDivision" && change.successorCode },
    { label: t("successor"), value: change.kind === "closeDepartment" && change.successorId && <TextLink href={`/admin/departments/${change.successorId}`} className="tap">{t("successor")}</TextLink> },
    { label: t("parent"), value: "parentId" in change && change.parentId && <TextLink href={`/admin/departments/${change.parentId}`} className="tap">{t("parent")}</TextLink> },
    { label: t("basis"), value: <Chinese>{change.basis}</Chinese> },
  ];
  return <DescriptionList facts={facts.filter(({ value }) => Boolean(value))} />;
}

/** The same in a line. */
export function ChangeLine({ change }: { change: PlaceChange }) {
  const t = useTranslations("departments.kinds");
  const name = "name" in change ? change.name : "";
  return <>{t(change.kind)} {name && <Chinese>{name}</Chinese>} {"code" in change && change.code} <span className="block text-small font-normal text-muted"><Chinese>{change.basis}</Chinese></span></>;
}
