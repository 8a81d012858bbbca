import { useTranslations } from "next-intl";
import { Localised } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { Section } from "@/app/_ui/Page";
import { Term } from "@/app/_shared/terms/Term";

type Props = { touched: Answers["applications"]["countTouched"] | null; forms: Answers["items"]["compare"]["forms"]; first: boolean };

const upTo = (count: number, most: number) => (count >= most ? `${most}+` : String(count));
const lists = ["nowRequired", "added", "changed", "removed"] as const;

/** Whom publishing touches: how many drafts and cases, and what drafts will be asked anew. */
export function Effect({ touched, forms, first }: Props) {
  const t = useTranslations("revisions.effect");
  const same = forms && lists.every((list) => forms[list].length === 0);
  return (
    <Section title={t("title")} actions={<Term word="draft" />}>
      {first || !touched ? <p>{t("first")}</p> : <p className="max-w-measure">{t("counts", { drafts: upTo(touched.drafts, touched.most), running: upTo(touched.running, touched.most) })}</p>}
      {same && <p>{t("same")}</p>}
      {forms && lists.filter((list) => forms[list].length > 0).map((list) => (
        <div key={list}>
          <h3 className="font-semibold">{t(list)}</h3>
          <ul className="list-disc pl-[1.4em]">{forms[list].map((label, at) => <li key={at}><Localised text={label} /></li>)}</ul>
        </div>
      ))}
    </Section>
  );
}
