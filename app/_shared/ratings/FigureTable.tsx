import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Table } from "@/app/_ui/Table";
import { TextLink } from "@/app/_ui/TextLink";
import { Bar, useShare, type Figure } from "./Figures";

const people = (figure: Figure) => (figure.withheld ? null : Object.values(figure.counts.active).reduce((sum, count) => sum + count, 0));

const rate = (figure: Figure, name: "activeGood" | "unrated" | "lowReplied" | "rectified") => (figure.withheld ? null : figure.rates[name]);

/** Figures side by side; of those withheld nothing but the name. */
export function FigureTable({ rows, caption, empty }: { rows: readonly Figure[]; caption: string; empty: ReactNode }) {
  const t = useTranslations("ratings.figures");
  const share = useShare();
  const word = (figure: Figure, name: "unrated" | "lowReplied" | "rectified") => (figure.withheld ? t("withheldShort") : share(rate(figure, name)));
  return (
    <Table
      caption={caption} captionHidden rows={rows} rowKey={({ kind, subject }) => `${kind}/${subject}`} empty={empty}
      columns={[
        { key: "name", header: t("name"), rowHeader: true, cell: ({ kind, subject, name }) => <TextLink href={`/ratings/${kind}/${subject}`} className="tap">{name}</TextLink> },
        { key: "people", header: t("count"), align: "end", cell: (figure) => people(figure) ?? t("withheldShort") },
        { key: "good", header: t("rates.activeGood"), cell: (figure) => (figure.withheld ? t("withheldShort") : <Bar share={rate(figure, "activeGood")}>{share(rate(figure, "activeGood"))}</Bar>) },
        { key: "unrated", header: t("rates.unrated"), align: "end", cell: (figure) => word(figure, "unrated") },
        { key: "replied", header: t("rates.lowReplied"), align: "end", cell: (figure) => word(figure, "lowReplied") },
        { key: "rectified", header: t("rates.rectified"), align: "end", cell: (figure) => word(figure, "rectified") },
      ]}
    />
  );
}
