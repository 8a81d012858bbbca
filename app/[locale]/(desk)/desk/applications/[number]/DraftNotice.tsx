import { randomUUID } from "node:crypto";
import { useTranslations } from "next-intl";
import { formatTime, formatStamp } from "@/app/_i18n/format";
import type { DeskCase } from "@/app/_shared/desk/types";
import { ActingField } from "@/app/_shared/identity/ActingField";
import type { Answers } from "@/app/_trpc/types";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { dropDraft } from "./actions";
import type { DeskAct } from "./state";

type Props = { found: DeskCase; drafts: Answers["applications"]["deskDrafts"]; open: readonly DeskAct[] };

/** That what this person left half written stands in the forms again; of an act that is no longer possible, the words themselves. */
export function DraftNotice({ found, drafts, open }: Props) {
  const t = useTranslations("deskCase.drafts");
  const acts = useTranslations("desk.acts");
  const kept = drafts.filter(({ kind }) => kind.startsWith("act:"));
  return kept.map(({ kind, savedAt, fields }) => {
    const act = open.find((one) => kind === `act:${one}`);
    const at = savedAt.slice(0, 10) === found.today ? formatTime(savedAt) : formatStamp(savedAt);
    return (
      <Notice
        key={kind} tone={act ? "info" : "warning"} title={act ? t("restored", { act: acts(`${act}.title`), at }) : t("impossible", { at })}
        actions={(
          <form action={dropDraft}>
            <ActingField />
            {Object.entries({ id: found.id, number: found.number, kind, idempotencyKey: randomUUID() }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
            <SubmitButton look="quiet">{t("drop")}</SubmitButton>
          </form>
        )}
      >
        {!act && Object.entries(fields).filter(([name]) => /\.(reason|opinion|note)(\.|$)/.test(name)).map(([name, text]) => <p key={name} className="whitespace-pre-line">{[text].flat().join("\n")}</p>)}
      </Notice>
    );
  });
}
