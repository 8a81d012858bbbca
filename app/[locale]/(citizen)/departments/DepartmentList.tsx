import { useTranslations } from "next-intl";
import { Chinese } from "@/app/_shared/items/Localised";
import { TextLink } from "@/app/_ui/TextLink";

type Department = { id: string; name: string; count: number };

/** Departments with how many services each has, in two columns where there is room. */
export function DepartmentList({ departments }: { departments: readonly Department[] }) {
  const t = useTranslations("places");
  return (
    <ul className="grid grid-cols-1 gap-x-12 border-t border-line md:grid-cols-2 elder:md:grid-cols-1">
      {departments.map(({ id, name, count }) => (
        <li key={id} className="flex items-center justify-between gap-x-4 border-b border-line py-1">
          <TextLink href={`/departments/${id}`} className="tap min-w-0"><Chinese>{name}</Chinese></TextLink>
          <span className="shrink-0 text-muted">{t("count", { count })}</span>
        </li>
      ))}
    </ul>
  );
}
