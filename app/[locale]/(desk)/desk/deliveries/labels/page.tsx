import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { PrintButton } from "@/app/_shared/applications/PrintButton";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { EmptyState } from "@/app/_ui/Cards";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";
import { formatApplicationNumber } from "@/domain/core/codes";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deliveries.labels"))("title") };
}

/** The letters to be posted with their addresses, to be printed; that they were looked at is recorded for each. */
export default async function LabelsPage() {
  const [t, locale] = await Promise.all([getTranslations("deliveries"), getLocale()]);
  const labels = await answer((await api()).applications.deliveryLabels(), localePath(locale, "/desk/deliveries/labels"));
  return (
    <Page before={<Breadcrumbs trail={[{ href: "/desk/deliveries", label: t("list.title") }]} current={t("labels.title")} />}>
      <PageHeading title={t("labels.title")} lead={t("labels.lead")} actions={<PrintButton />} />
      {labels.length === 0 ? <EmptyState title={t("labels.empty")} /> : (
        <ul className="grid gap-4 sm:grid-cols-2 elder:sm:grid-cols-1">
          {labels.map(({ id, number, itemName, addressee }) => (
            <li key={id} className="flex break-inside-avoid flex-col gap-1 rounded-card border border-line p-4">
              <p className="font-bold"><Chinese>{addressee?.name} {addressee?.phone}</Chinese></p>
              <p><Chinese>{addressee?.address}</Chinese></p>
              <p className="text-hint text-muted tabular-nums">{formatApplicationNumber(number)} · <Chinese>{itemName}</Chinese></p>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
