import { getTranslations } from "next-intl/server";
import type { Draft } from "@/app/_shared/applications/types";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Localised } from "@/app/_shared/items/Localised";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import type { LocalisedText } from "@/domain/forms/schema";
import { adoptRevision } from "./actions";
import { ClosedItem } from "./ClosedItem";

/** The item changed, or closed, since the draft was begun: what is asked otherwise, and the way on with everything kept. */
export async function NewerEdition({ draft }: { draft: Draft }) {
  const { id, newer, closed } = draft;
  const t = await getTranslations("apply.newer");
  if (closed) return <ClosedItem draft={draft} readHref={`/apply/${id}/check`} />;
  if (!newer) return null;
  const lists = (["added", "changed", "removed"] as const).filter((kind) => newer[kind].length > 0);
  return (
    <Notice tone="warning" title={t("title")}>
      <p>{t(lists.length > 0 ? "text" : "textSame")}</p>
      {lists.map((kind) => <Questions key={kind} title={t(kind)} labels={newer[kind]} />)}
      <form action={adoptRevision} className="mt-4">
        <ActingField />
        <input type="hidden" name="_draft" value={id} />
        <SubmitButton>{t("adopt")}</SubmitButton>
      </form>
    </Notice>
  );
}

function Questions({ title, labels }: { title: string; labels: readonly LocalisedText[] }) {
  return (
    <>
      <p className="mt-2 font-semibold">{title}</p>
      <ul className="list-disc pl-[1.4em]">{labels.map((label, index) => <li key={index}><Localised text={label} /></li>)}</ul>
    </>
  );
}
