import { getTranslations } from "next-intl/server";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese } from "@/app/_shared/items/Localised";
import { api } from "@/app/_trpc/server";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextLink } from "@/app/_ui/TextLink";
import { formatApplicationNumber } from "@/domain/core/codes";
import { ToldWords } from "./Assignments";
import { seeHanded } from "./seeHanded";

/** What colleagues, absences and rules put into one's hands, until one says that one has seen it. */
export async function HandedToMe() {
  const [t, { rows, more }] = [await getTranslations("assignment.told"), await (await api()).applications.handedToMe()];
  if (rows.length === 0) return null;
  return (
    <Notice
      title={t("title", { count: rows.length })}
      actions={<form action={seeHanded}><ActingField /><SubmitButton look="secondary">{t("seen")}</SubmitButton></form>}
    >
      <ul className="flex flex-col gap-1">
        {rows.map((row) => (
          <li key={row.id}>
            <TextLink href={`/desk/applications/${row.number}`} className="tap tabular-nums">{formatApplicationNumber(row.number)}</TextLink> <Chinese>{row.itemName}</Chinese>{t("separator")}<Chinese><ToldWords row={row} /></Chinese>
          </li>
        ))}
        {more && <li>{t("more")}</li>}
      </ul>
    </Notice>
  );
}
