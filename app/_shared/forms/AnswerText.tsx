import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatCitizenId, formatDay, formatMoney, formatPhone } from "@/app/_i18n/format";
import type { Locale } from "@/app/_i18n/routing";
import { isRow } from "@/domain/forms/rules/answers";
import type { AnswerValue, Field, LeafField } from "@/domain/forms/schema";
import { Chinese, Localised, Typed } from "../items/Localised";
import { computedText } from "./computedText";
import { localText } from "./localised";

/** Names of divisions by code, from the widest to the division itself. */
export type DivisionNames = Readonly<Record<string, string>>;

type Props<F extends Field = Field> = { field: F; value: AnswerValue | undefined; divisions: DivisionNames };
type Of<T extends Field["type"]> = Extract<Field, { type: T }>;

const text = (value: AnswerValue | undefined) => (typeof value === "string" ? value : "");
const part = (value: AnswerValue | undefined, key: string) => (isRow(value) ? text(value[key]) : "");

// Only what was put there is a name: an answer may be called `constructor`.
const divisionName = (divisions: DivisionNames, code: string) => (Object.hasOwn(divisions, code) ? divisions[code] : undefined) ?? code;

/** A stored answer as a person reads it; nothing where there is none. */
export function AnswerText({ field, value, divisions }: Props): ReactNode {
  const locale = useLocale();
  const t = useTranslations("applications.answer");
  if (value === undefined || value === null) return null;
  switch (field.type) {
    case "number":
      return `${String(value)}${field.unit ? ` ${localText(field.unit, locale)}` : ""}`;
    case "money":
      return formatMoney(Number(value), locale);
    case "date":
      return formatDay(text(value), locale);
    case "dateRange":
      return t("range", { start: formatDay(part(value, "start"), locale), end: formatDay(part(value, "end"), locale) });
    case "choice":
    case "multipleChoice":
      return <Chosen field={field} value={value} />;
    case "yesNo":
      return value === true ? t("yes") : t("no");
    case "division":
      return <Chinese>{divisionName(divisions, text(value))}</Chinese>;
    case "address":
      return <Chinese>{divisionName(divisions, part(value, "division"))} {part(value, "detail")}</Chinese>;
    case "file":
      return <Files value={value} />;
    case "signature":
      return t("signed", { name: part(value, "name"), day: formatDay(part(value, "signedOn"), locale) });
    case "repeatingGroup":
      return <Rows field={field} value={value} divisions={divisions} />;
    case "longText":
      return <span className="whitespace-pre-line"><Typed>{text(value)}</Typed></span>;
    default:
      return <span className="tabular-nums"><Typed>{plain(field, value, locale)}</Typed></span>;
  }
}

function plain(field: Field, value: AnswerValue, locale: Locale): string {
  if (field.type === "computed") return computedText(value, field.display, locale) ?? "";
  if (field.type === "citizenId") return formatCitizenId(text(value));
  return field.type === "phone" ? formatPhone(text(value)) : text(value);
}

function Chosen({ field, value }: { field: Of<"choice"> | Of<"multipleChoice">; value: AnswerValue }) {
  const chosen = [value].flat().map(String);
  const options = field.options.filter((option) => chosen.includes(option.value));
  if (options.length === 1 && options[0]) return <Localised text={options[0].label} />;
  return <ul>{options.map((option) => <li key={option.value}><Localised text={option.label} /></li>)}</ul>;
}

function Files({ value }: { value: AnswerValue }) {
  const files = Array.isArray(value) ? value.filter(isRow) : [];
  return (
    <ul>
      {files.map((file) => <li key={text(file["fileId"])}><a href={`/api/files/${text(file["fileId"])}`} className="tap"><Typed>{text(file["name"])}</Typed></a></li>)}
    </ul>
  );
}

function Rows({ field, value, divisions }: Props<Of<"repeatingGroup">>) {
  const rows = Array.isArray(value) ? value.filter(isRow) : [];
  return (
    <ol className="flex flex-col gap-3">
      {rows.map((row, index) => (
        <li key={index} className="border-l-4 border-line pl-3">
          {field.fields.filter((child: LeafField) => row[child.id] !== undefined).map((child) => (
            <div key={child.id} className="flex flex-wrap gap-x-2">
              <span className="text-muted"><Localised text={child.label} /></span>
              <span><AnswerText field={child} value={row[child.id]} divisions={divisions} /></span>
            </div>
          ))}
        </li>
      ))}
    </ol>
  );
}
