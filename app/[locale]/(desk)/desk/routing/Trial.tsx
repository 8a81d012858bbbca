import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { api, refusalOf } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Button } from "@/app/_ui/Button";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";
import { TextField } from "@/app/_ui/TextField";
import { formatApplicationNumber, parseApplicationNumber } from "@/domain/core/codes";

type Tried = Answers["applications"]["tryRouting"];
type Work = Tried["works"][number];

/** Who would get a case now, rule by rule, without anything being changed. */
export async function Trial({ departmentId, number }: { departmentId: string; number: string | undefined }) {
  const [t, locale] = [await getTranslations("assignment.routing"), await getLocale()];
  const tried = number === undefined ? undefined : await triedWith(number);
  return (
    <Section title={t("try")} intro={t("tryIntro")} id="try">
      <form method="get" action={`${localePath(locale, "/desk/routing")}#try`} className="flex flex-wrap items-end gap-4">
        <input type="hidden" name="departmentId" value={departmentId} />
        <TextField name="number" label={t("tryNumber")} autoComplete="off" defaultValue={number} width="medium" />
        <Button type="submit">{t("trySubmit")}</Button>
      </form>
      {tried === null && <FocusOnArrival><Notice tone="warning" live title={t("tryMissing")} /></FocusOnArrival>}
      {tried && <Outcome tried={tried} />}
    </Section>
  );
}

/** What came of the trial; null for a case that is not there or not one's own to supervise. */
async function triedWith(number: string): Promise<Tried | null> {
  if (!parseApplicationNumber(number)) return null;
  const { applications } = await api();
  let tried: Tried | null = null;
  await refusalOf(applications.tryRouting({ number }).then((answer) => (tried = answer)));
  return tried;
}

async function Outcome({ tried: { number, itemName, works } }: { tried: Tried }) {
  const t = await getTranslations("assignment.routing");
  return (
    <FocusOnArrival>
      <Notice live title={<>{formatApplicationNumber(number)} <Chinese>{itemName}</Chinese></>}>
        {works.length === 0 ? <p>{t("tryNothing")}</p> : works.map((work, index) => <WorkOutcome key={index} work={work} />)}
      </Notice>
    </FocusOnArrival>
  );
}

async function WorkOutcome({ work }: { work: Work }) {
  const [t, roles] = [await getTranslations("assignment.routing"), await getTranslations("assignment.roles")];
  return (
    <div className="flex flex-col gap-1">
      <p><strong>{roles(work.role)}</strong>{work.step && <> · <Localised text={work.step} /></>} · <Chinese><To work={work} /></Chinese></p>
      <ol className="list-decimal pl-[1.6em]">{work.tried.map(({ id, name, verdict }) => <li key={id}><Chinese>{name}</Chinese> · {t(`verdicts.${verdict}`)}</li>)}</ol>
    </div>
  );
}

async function To({ work: { to, load, insteadOf } }: { work: Work }) {
  const t = await getTranslations("assignment.routing");
  if (to === null) return <>{t("tryNobody")}</>;
  if (insteadOf !== null) return <>{t("tryFor", { name: to, who: insteadOf })}</>;
  return <>{load === null ? t("tryTo", { name: to }) : t("tryLoad", { name: to, load })}</>;
}
