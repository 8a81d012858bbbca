import { useTranslations } from "next-intl";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { Icon } from "@/app/_ui/Icon";
import { Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";

type Counted = Answers["supervision"]["hot"]["rows"];
type Row = Pick<Counted[number], "code" | "name" | "nameEn" | "departmentName"> & { filed?: number };

/** What was filed most, with the figure; where nothing was counted yet, what can be done online, and called so. */
export function HotItems({ counted, online }: { counted: Counted; online: readonly Row[] }) {
  const t = useTranslations("home");
  const rows: readonly Row[] = counted.length > 0 ? counted : online;
  if (rows.length === 0) return null;
  return (
    <div className="pt-4 md:pt-6">
      <Section title={t(counted.length > 0 ? "hot" : "online")} intro={counted.length > 0 ? t("hotText") : undefined}>
        <ul className="grid grid-cols-1 gap-x-12 border-t border-line md:grid-cols-2">{rows.map((row) => <li key={row.code} className="border-b border-line"><ItemRow row={row} /></li>)}</ul>
        <div><ButtonLink href="/items" icon="search">{t("hotAll")}</ButtonLink></div>
      </Section>
    </div>
  );
}

/** A row as wide as its column, all of it a link. */
function ItemRow({ row }: { row: Row }) {
  const t = useTranslations("home");
  return (
    <TextLink href={`/items/${row.code}`} className="group flex h-full min-h-tap-primary items-center gap-4 py-3 no-underline hover:bg-accent-soft hover:no-underline">
      <span className="min-w-0 grow">
        <span className="block font-semibold group-hover:underline"><ItemName {...row} /></span>
        <span className="block text-hint text-muted"><Chinese>{row.departmentName}</Chinese></span>
      </span>
      {row.filed !== undefined && <span className="shrink-0 text-hint text-muted tabular-nums">{t("filed", { count: row.filed })}</span>}
      <Icon name="chevronRight" className="size-[1.1em] shrink-0 text-accent" />
    </TextLink>
  );
}
