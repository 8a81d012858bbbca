import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Page, PageHeading } from "@/app/_ui/Page";
import { StaffTabs } from "../StaffTabs";
import { ChangeTable } from "./ChangeTable";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const Query = z.object({ state: z.enum(["open", "decided"]).catch("open"), cursor: z.string().min(1).max(300).optional().catch(undefined) });

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  return { title: (await getTranslations("staff.tabs"))(Query.parse(await searchParams).state) };
}

export default async function ChangesPage({ searchParams }: Props) {
  const { state, cursor } = Query.parse(await searchParams);
  const [t, caller] = await Promise.all([getTranslations("staff"), api()]);
  const here = `/admin/staff/changes?state=${state}`;
  const { rows, nextCursor } = await answer(caller.identity.listStaffChanges({ state, ...(cursor ? { cursor } : {}) }), here);
  return (
    <Page width="wide">
      <PageHeading title={t("title")} lead={t("lead")} />
      <Terms words={["fourEyes", "post"]} />
      <StaffTabs current={state} />
      <ChangeTable changes={rows} empty={<EmptyState title={t(state === "open" ? "change.empty" : "change.emptyDecided")}>{t("change.emptyHint")}</EmptyState>} />
      <Pagination nextHref={nextCursor && `${here}&cursor=${nextCursor}`} />
    </Page>
  );
}
