import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { currentAccount, holds } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { EmptyState } from "@/app/_ui/Cards";
import { Page, PageHeading } from "@/app/_ui/Page";
import { placeDuties } from "@/domain/departments/policy";
import { Decided, DoneNotice, Waiting } from "../../_parts/Proposals";
import { decide } from "../actions";
import { ChangeFacts, ChangeLine } from "../ChangeFacts";
import { PlaceTabs } from "../PlaceTabs";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const path = "/admin/departments/changes";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("departments.changes"))("title") };
}

export default async function ChangesPage({ searchParams }: Props) {
  const [t, caller, { done }] = await Promise.all([getTranslations("departments"), api(), searchParams]);
  const open = await answer(caller.departments.listChanges({ open: true }), path);
  const decided = await caller.departments.listChanges({ open: false });
  const [mayDecide, mayWrite, viewer] = [await holds(placeDuties.decide), await holds(placeDuties.propose), (await currentAccount())?.id ?? ""];
  return (
    <ClientMessages areas={["errors", "proposals", "ui"]}>
      <Page width="wide" notice={<DoneNotice done={done} />}>
        <PageHeading title={t("changes.title")} lead={t("lead")} />
        <PlaceTabs current="changes" />
        {open.length === 0 && <EmptyState title={t("changes.none")} />}
        <Waiting rows={open} titleOf={({ change }) => t(`kinds.${change.kind}`)} {...{ viewer, mayDecide, mayWrite, path }} action={decide}>{({ change }) => <ChangeFacts change={change} />}</Waiting>
        <Decided rows={decided}>{({ change }) => <ChangeLine change={change} />}</Decided>
      </Page>
    </ClientMessages>
  );
}
