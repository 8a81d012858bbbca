import { useLocale } from "next-intl";
import { Localised } from "@/app/_shared/items/Localised";
import { localText } from "@/app/_shared/forms/localised";
import { Section } from "@/app/_ui/Page";
import { fieldTypeNames } from "@/domain/forms/rules/edit-new";
import type { Field, FormDefinition } from "@/domain/forms/schema";

/** The pages and questions of a form, to read. */
export function FormOutline({ form }: { form: FormDefinition }) {
  return form.sections.map(({ id, title, fields }) => <Section key={id} title={<Localised text={title} />}><Fields fields={fields} /></Section>);
}

function Fields({ fields }: { fields: readonly Field[] }) {
  const locale = useLocale();
  return (
    <ul className="max-w-measure list-disc pl-6">
      {fields.map((field) => (
        <li key={field.id}>
          <Localised text={field.label} /> <span className="text-hint text-muted">{localText(fieldTypeNames[field.type], locale)}</span>
          {field.type === "repeatingGroup" && <Fields fields={field.fields} />}
        </li>
      ))}
    </ul>
  );
}
