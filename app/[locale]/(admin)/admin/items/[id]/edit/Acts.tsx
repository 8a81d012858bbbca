import { useTranslations } from "next-intl";
import type { Answers } from "@/app/_trpc/types";
import { ActForm } from "./ActForm";
import { discardRevision, openRevision } from "./actions";

/** What this person may do to the draft here besides saving; the rest stands on the page of checking and publishing. */
export function Acts({ item: { id, draft, actions } }: { item: Answers["items"]["getForEdit"] }) {
  const t = useTranslations("admin.edit");
  const can = new Set(actions);
  return (
    <div className="flex flex-col gap-6 empty:hidden">
      {can.has("openRevision") && <ActForm action={openRevision} hidden={{ itemId: id }} label={t("open")} look="primary" />}
      {draft && can.has("discardRevision") && <ActForm action={discardRevision} hidden={{ itemId: id, version: draft.version }} label={t("discard")} look="danger" hint={t("discardHint")} />}
    </div>
  );
}
