import { randomUUID } from "node:crypto";
import { getTranslations } from "next-intl/server";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ItemName } from "@/app/_shared/items/Localised";
import { api } from "@/app/_trpc/server";
import { CheckboxGroup } from "@/app/_ui/Choices";
import { Icon } from "@/app/_ui/Icon";
import { Notice } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextLink } from "@/app/_ui/TextLink";
import { mostKept } from "@/domain/applications/rules/materials";
import { keepPapers } from "./actions";

type Props = { id: string; path: string; did: string | string[] | undefined };

/** Offers to keep what was handed in, for the next time; nothing is ticked, and nothing kept, before the applicant does it. */
export async function KeepPapers({ id, path, did }: Props) {
  const papers = await (await api()).applications.keepable({ id });
  if (papers.length === 0) return null;
  const [t, errors] = await Promise.all([getTranslations("materials.keep"), getTranslations("errors")]);
  const open = papers.filter(({ kept }) => !kept);
  return (
    <div id="keep-papers" data-print="no">
      <Section title={t("title")}>
        {did === "kept" && <Notice tone="success" live>{t("kept")}</Notice>}
        {did === "none" && <Notice tone="error" live>{t("none")}</Notice>}
        {typeof did === "string" && did.includes(".") && <Notice tone="error" live>{refusalText(errors, { code: did, params: { max: mostKept } })}</Notice>}
        {open.length > 0 && (
          <form action={keepPapers} className="flex max-w-form flex-col gap-4">
            <ActingField />
            <p className="max-w-measure">{t("text")}</p>
            <input type="hidden" name="id" value={id} />
            <input type="hidden" name="path" value={path} />
            <input type="hidden" name="idempotencyKey" value={randomUUID()} />
            <CheckboxGroup name="file" legend={t("legend")} choices={open.map(({ fileId, kind, kindEn, name }) => ({ value: fileId, label: <span className="break-words"><ItemName name={kind} nameEn={kindEn} /> <span className="text-hint text-muted">{name}</span></span> }))} />
            <div><SubmitButton look="secondary">{t("button")}</SubmitButton></div>
          </form>
        )}
        {open.length < papers.length && (
          <ul className="flex flex-col gap-1">
            {papers.filter(({ kept }) => kept).map(({ fileId, kind, kindEn }) => <li key={fileId} className="flex items-center gap-2"><Icon name="check" className="size-[1em] shrink-0 text-success" /><span><ItemName name={kind} nameEn={kindEn} /> {t("keptAlready")}</span></li>)}
          </ul>
        )}
        {open.length < papers.length && <p><TextLink href="/me/materials" className="tap">{t("see")}</TextLink></p>}
      </Section>
    </div>
  );
}
