import { useTranslations } from "next-intl";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Details } from "@/app/_ui/Cards";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { returnToDelegate } from "../actions";

/** Sends back to the delegate what they filled in, with a word on what to change; `word` from before a sign-in came between. */
export function ReturnForm({ draftId, word }: { draftId: string; word: string }) {
  const t = useTranslations("apply.check");
  return (
    <div data-print="no">
      <Details summary={t("return")} open={word !== ""}>
        <form action={returnToDelegate} className="flex flex-col gap-4">
          <ActingField />
          <input type="hidden" name="_draft" value={draftId} />
          <TextArea name="word" label={t("returnWord")} hint={t("returnHint")} limit={500} rows={3} required minLength={2} defaultValue={word} />
          <div><SubmitButton look="secondary">{t("returnDo")}</SubmitButton></div>
        </form>
      </Details>
    </div>
  );
}
