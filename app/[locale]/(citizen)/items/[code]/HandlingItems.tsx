import { useTranslations } from "next-intl";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { Tiles } from "@/app/_ui/Cards";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";

type Choices = Extract<Answers["items"]["get"], { kind: "choices" }>["choices"];

/** The handling items that share an implementation code. */
export function HandlingItems({ choices }: { choices: Choices }) {
  const t = useTranslations("items");
  return (
    <Page before={<Breadcrumbs trail={[{ href: "/items", label: t("title") }]} current={t("choices.title")} />}>
      <PageHeading title={t("choices.title")} lead={t("choices.lead")} />
      <Tiles
        label={t("choices.pick")}
        columns={2}
        tiles={choices.map((choice) => ({ href: `/items/${choice.code}`, title: <ItemName {...choice} />, note: <Chinese>{choice.departmentName}</Chinese> }))}
      />
    </Page>
  );
}
