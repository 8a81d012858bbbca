import { useTranslations } from "next-intl";
import type { Answers } from "@/app/_trpc/types";
import { ActForm } from "./ActForm";
import { changeStatus, discardRevision, openRevision, publishRevision } from "./actions";

/** Exactly what this person may do to the item now, besides saving. */
export function Acts({ item: { id, draft, actions, ownEdit } }: { item: Answers["items"]["getForEdit"] }) {
  const t = useTranslations("admin.edit");
  const can = new Set(actions);
  const item = { itemId: id };
  const revision = { ...item, version: draft?.version ?? 0 };
  return (
    <div className="flex flex-col gap-6 empty:hidden">
      {can.has("openRevision") && <ActForm action={openRevision} hidden={item} label={t("open")} look="primary" />}
      {can.has("publishRevision") && <ActForm action={publishRevision} hidden={revision} label={t("publish")} look="primary" hint={t("publishHint")} />}
      {draft && ownEdit && <p className="text-hint text-muted">{t("ownEdit")}</p>}
      {can.has("discardRevision") && <ActForm action={discardRevision} hidden={revision} label={t("discard")} look="danger" hint={t("discardHint")} />}
      {can.has("suspend") && <ActForm action={changeStatus} hidden={{ ...item, act: "suspend" }} label={t("suspend")} look="danger" reason />}
      {can.has("resume") && <ActForm action={changeStatus} hidden={{ ...item, act: "resume" }} label={t("resume")} reason />}
    </div>
  );
}
