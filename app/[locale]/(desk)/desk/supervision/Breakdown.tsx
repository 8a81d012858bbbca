import { useTranslations } from "next-intl";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { Section } from "@/app/_ui/Page";
import { Table, type Column } from "@/app/_ui/Table";
import { TextLink } from "@/app/_ui/TextLink";
import { Figure } from "./Figure";
import { percent } from "./percent";
import { casesHref, figuresHref, type FiguresQuery } from "./query";

type Figures = Answers["supervision"]["figures"];
type Props = { figures: Figures; query: FiguresQuery };
type Lit = { id: string; name: string; open: number } & Record<(typeof colours)[number], number>;

const colours = ["black", "red", "orange", "yellow", "green"] as const;

/** The lights of a row, each leading to its cases. */
function useLights<Row extends Lit>(queryOf: (row: Row) => FiguresQuery): Column<Row>[] {
  const t = useTranslations("supervision");
  const light = useTranslations("desk.light");
  return [
    { key: "open", header: t("now.open"), align: "end", cell: (row) => <Figure count={row.open} of={row.name} href={casesHref(queryOf(row), { group: "open" })} /> },
    ...colours.map((colour): Column<Row> => ({ key: colour, header: light(colour), align: "end", cell: (row) => <Figure count={row[colour]} of={`${row.name} ${light(colour)}`} href={casesHref(queryOf(row), { group: colour })} /> })),
  ];
}

/** Department by department: lights now, and how the period went. */
export function Departments({ figures: { departments }, query }: Props) {
  const t = useTranslations("supervision");
  const lights = useLights<Figures["departments"][number]>(({ id }) => ({ ...query, department: id }));
  return (
    <Section title={t("departments.title")}>
      <Table
        dense caption={t("departments.title")} captionHidden rows={departments} rowKey={({ id }) => id} empty={<p>{t("nothing")}</p>}
        columns={[
          { key: "name", header: t("columns.department"), rowHeader: true, cell: ({ id, name }) => <TextLink href={figuresHref(query, { department: id })} className="inline-block py-1"><Chinese>{name}</Chinese></TextLink> },
          ...lights,
          { key: "decided", header: t("period.names.decided"), align: "end", cell: ({ id, name, decided }) => <Figure count={decided} of={name} href={casesHref({ ...query, department: id }, { group: "decided" })} /> },
          { key: "onTime", header: t("columns.onTimeRate"), align: "end", cell: ({ onTimeRate }) => percent(onTimeRate) },
          { key: "once", header: t("columns.correctedOnceRate"), align: "end", cell: ({ correctedOnceRate }) => percent(correctedOnceRate) },
          { key: "median", header: t("columns.median"), align: "end", cell: ({ median }) => median ?? "—" }, { key: "p90", header: t("columns.p90"), align: "end", cell: ({ p90 }) => p90 ?? "—" },
          { key: "automatic", header: t("columns.automaticRate"), align: "end", cell: ({ automaticRate }) => percent(automaticRate) },
        ]}
      />
    </Section>
  );
}

/** The items with the most that is late, then the most that is open. */
export function Items({ figures: { items }, query }: Props) {
  const t = useTranslations("supervision");
  const lights = useLights<Figures["items"][number]>(({ id }) => ({ ...query, item: id }));
  return (
    <Section title={t("items.title")} intro={t("mostRows")}>
      <Table
        dense caption={t("items.title")} captionHidden rows={items} rowKey={({ id }) => id} empty={<p>{t("nothing")}</p>}
        columns={[
          { key: "name", header: t("columns.item"), rowHeader: true, cell: ({ id, name, nameEn }) => <TextLink href={figuresHref(query, { item: id })} className="inline-block py-1"><ItemName name={name} nameEn={nameEn} /></TextLink> },
          ...lights,
          { key: "decided", header: t("period.names.decided"), align: "end", cell: ({ id, name, decided }) => <Figure count={decided} of={name} href={casesHref({ ...query, item: id }, { group: "decided" })} /> },
          { key: "onTime", header: t("columns.onTimeRate"), align: "end", cell: ({ onTimeRate }) => percent(onTimeRate) },
        ]}
      />
    </Section>
  );
}

/** Who holds what; a case in nobody's hands is nobody's here. */
export function People({ figures: { people }, query }: Props) {
  const t = useTranslations("supervision");
  const light = useTranslations("desk.light");
  return (
    <Section title={t("people.title")} intro={t("mostRows")}>
      <Table
        dense caption={t("people.title")} captionHidden rows={people} rowKey={({ id }) => id} empty={<p>{t("people.none")}</p>}
        columns={[
          { key: "name", header: t("columns.person"), rowHeader: true, cell: ({ name }) => <Chinese>{name}</Chinese> },
          { key: "open", header: t("now.open"), align: "end", cell: ({ id, name, open }) => <Figure count={open} of={name} href={casesHref(query, { group: "held", value: id })} /> },
          ...colours.map((colour): Column<Figures["people"][number]> => ({ key: colour, header: light(colour), align: "end", cell: (row) => row[colour] })),
        ]}
      />
    </Section>
  );
}
