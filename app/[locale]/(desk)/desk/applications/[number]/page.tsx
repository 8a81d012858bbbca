import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { AutomaticNotice } from "@/app/_shared/applications/AutomaticNotice";
import { PrintButton } from "@/app/_shared/applications/PrintButton";
import { Assignments } from "@/app/_shared/desk/Assignments";
import { CaseLinks } from "@/app/_shared/desk/CaseLinks";
import { EarlyKeys } from "@/app/_shared/desk/EarlyKeys";
import { HeldNotice } from "@/app/_shared/desk/HeldNotice";
import { Shortcuts } from "@/app/_shared/desk/Shortcuts";
import type { DeskCase } from "@/app/_shared/desk/types";
import { divisionNamesFor } from "@/app/_shared/forms/divisionNames";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import { currentAccount } from "@/app/_shared/session";
import { CaseStrip } from "@/app/_shared/supervision/CaseStrip";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice, NumberGroups } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { correctionReasons } from "@/domain/applications/rules/reasons";
import { formatApplicationNumber, parseApplicationNumber } from "@/domain/core/codes";
import { materialFieldId } from "@/domain/items/rules";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import { Acts } from "./Acts";
import type { ActSteps } from "./ActFields";
import type { CorrectableSection } from "./CorrectionFields";
import { CaseAnswers, visibleFields } from "./CaseAnswers";
import { CaseWatch } from "./CaseWatch";
import { Changes } from "./Changes";
import { Checks } from "./Checks";
import { DraftKeeper } from "./DraftKeeper";
import { DraftNotice } from "./DraftNotice";
import { restoredDrafts, resumedAct } from "./drafts";
import { materialsOf } from "./materials";
import { LifeCase } from "./LifeCase";
import { Notes } from "./Notes";
import { Services } from "./Services";
import { CaseFacts, Holder } from "./CaseHead";
import { History } from "./CaseProgress";
import { CertificatesOnFile } from "./CertificatesOnFile";
import { deskActs, isUsual, restoredAct, type DeskAct } from "./state";
import { StepTrack } from "./StepTrack";
import { Trust } from "./Trust";
import { Viewer } from "./Viewer";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const number = parseApplicationNumber(decodeURIComponent((await params).number));
  return { title: (await getTranslations("desk.head"))("title", { number: number ? formatApplicationNumber(number) : "" }) };
}

const text = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

export default async function CasePage({ params, searchParams }: Props) {
  const [{ number: asked }, query, locale, t] = await Promise.all([params, searchParams, getLocale(), getTranslations("desk")]);
  const number = decodeURIComponent(asked);
  const [words, trail] = await Promise.all([getTranslations("deskCase"), getTranslations("assignment.trail")]);
  const here = localePath(locale, `/desk/applications/${encodeURIComponent(number)}`);
  const calls = (await api()).applications;
  const found = await answer(calls.getForDesk({ number }), here);
  const [divisions, { previous, next }, account, beside] = await Promise.all([divisionNamesFor(found.definition, found.answers), neighbours(found), currentAccount(), besideOf(found, text(query["notes"]))]);
  const targets = found.actions.includes("transfer") ? await calls.transferTargets({ id: found.id }) : [];
  const acts = deskActs.filter((act) => found.actions.includes(act) && (act !== "transfer" || targets.length > 0)).map((act) => ({ act, key: randomUUID() }));
  const kept = await restored(query["kept"], `/desk/applications/${number}`);
  const revealed = text(query["reveal"]);
  const { changes, checks, notes, watched } = beside;
  const drafts = restoredDrafts(beside.drafts, acts.map(({ act }) => act));
  const onlyChanged = query["only"] === "changed" && changes.changes.length > 0;
  const handedIn = new Set([...found.files, ...found.onFile].map(({ fieldId }) => fieldId));
  const mayReveal = account?.roles.some((role) => ["clerk", "reviewer", "approver", "certificateOfficer"].includes(role)) ?? false;
  const areas = ["ui", "common", "desk", "errors", "applications", "process", "life", "deskCase", "onFile"] as const;
  return (
    <ClientMessages areas={areas}>
      <Page
        width="wide"
        before={<Breadcrumbs trail={[{ href: "/desk", label: t("queue.title") }]} current={formatApplicationNumber(found.number)} />}
        notice={<><HeldNotice held={text(query["held"])} number={text(query["case"])} holder={found.claimedByName} />{kept && <RestoredNotice />}<Done did={text(query["did"])} found={found} next={next} /></>}
      >
        <CaseWatch number={found.number} version={found.version} start={watched}>
        <PageHeading
          caption={<NumberGroups value={formatApplicationNumber(found.number)} />}
          title={<ItemName name={found.itemName} nameEn={found.itemNameEn} />}
          actions={<><PrintButton /><EarlyKeys /><Shortcuts page="case" /><Ways previous={previous} next={next} /></>}
        />
        <CaseFacts found={found} />
        <CaseStrip number={found.number} />
        <Holder found={found} here={here}><ActLinks acts={acts.map(({ act }) => act)} label={t("acts.jump")} name={(act) => t(`acts.${act}.title`)} /></Holder>
        <CaseLinks number={found.number} />
        <div className="grid gap-x-8 gap-y-8 lg:grid-cols-2 xl:grid-cols-[minmax(0,4fr)_minmax(0,6fr)_minmax(0,3fr)] elder:lg:grid-cols-1 elder:xl:grid-cols-1">
          <Section id="answers" title={t("answers.title")}>
            <Changes found={found} changes={changes} onlyChanged={onlyChanged} />
            <CaseAnswers found={found} changes={changes} onlyChanged={onlyChanged} divisions={divisions} mayReveal={mayReveal} returned={revealed ? { field: revealed, reason: textOfKept(kept, "reason") } : undefined} />
            {found.conditions.length > 0 && (
              <Details summary={t("answers.conditions")}><ol className="list-decimal pl-[1.6em]">{found.conditions.map((condition) => <li key={condition}><Chinese>{condition}</Chinese></li>)}</ol></Details>
            )}
          </Section>
          <div className="min-w-0 lg:sticky lg:top-4 lg:self-start elder:lg:static">
            <Viewer number={found.number} materials={materialsOf(found, changes)} missing={found.materials.filter(({ key }) => !handedIn.has(key)).map(({ name }) => name)} start={{ file: text(query["file"]), against: text(query["with"]) }} />
            <CertificatesOnFile found={found} mayAsk={account?.roles.some((role) => role === "clerk" || role === "reviewer") ?? false} />
            <Trust found={found} />
          </div>
          <div className="flex min-w-0 flex-col gap-8 lg:col-span-2 xl:col-span-1 elder:lg:col-span-1">
            <Section id="checks" title={words("checks.title")}><Checks found={found} checks={checks} refused={text(query["check"])} seconds={Number(text(query["seconds"]))} /></Section>
            {found.automatic && <AutomaticNotice decision={found.automatic} />}
            <Section title={t("steps.title")}><StepTrack found={found} here={here} /></Section>
            <Section title={trail("title")}><Assignments number={found.number} handed={query["did"] === "handOver"} /></Section>
            <Section title={t("history.title")} intro={found.historyMoved !== null && t("history.moved", { year: String(found.historyMoved) })}><History events={found.events} /></Section>
            <Services number={found.number} mayServe={account?.roles.some((role) => role === "clerk" || role === "certificateOfficer") ?? false} did={text(query["service"])} />
          </div>
        </div>
        <div className="grid gap-x-10 gap-y-8 border-t border-line pt-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] elder:lg:grid-cols-1">
          <div data-print="no"><Section id="acts" title={t("acts.heading")}>
            <LifeCase found={found} />
            <DraftNotice found={found} drafts={beside.drafts} open={acts.map(({ act }) => act)} />
            <DraftKeeper id={found.id} version={found.version}>
            <Acts key={text(query["kept"]) ?? text(query["dropped"]) ?? ""} start={kept ? restoredAct(kept) : resumedAct(drafts.latest)} drafts={drafts.byAct} application={found} extensionUnit={found.extensionUnit} acts={acts} steps={openTo(found)} life={{ ...found, targets }} sections={correctable(found)} />
            </DraftKeeper>
          </Section></div>
          <Section id="notes" title={words("notes.title")}><Notes found={found} notes={notes} paged={query["notes"] !== undefined} draft={drafts.note} /></Section>
        </div>
        </CaseWatch>
      </Page>
    </ClientMessages>
  );
}

/** The steps this person may finish, and those they may send the case back to. */
function openTo({ steps, returnable }: DeskCase): ActSteps {
  const named = (chosen: DeskCase["steps"]) => chosen.map(({ key, name }) => ({ key, name }));
  return { open: named(steps.filter(({ completable }) => completable)), returnable: named(steps.filter(({ key }) => returnable.includes(key)).toReversed()), procedures: [...new Set(steps.filter(({ status }) => status === "active").flatMap(({ procedures }) => procedures))] };
}

/** What a correction may be about, each with the reasons most often given. */
function correctable(found: DeskCase): CorrectableSection[] {
  return visibleFields(found).map(({ id, title, fields }) => ({
    id, title,
    fields: fields.filter(({ type }) => type !== "computed").map((field) => ({ id: field.id, label: field.label, reasons: correctionReasons(field, found.materials.find((material) => materialFieldId(material) === field.id)) })),
  }));
}

/** What stands beside the case: what a correction changed, checks, notes, what this person typed and did not send, and who else looks. */
async function besideOf({ number, version }: DeskCase, cursor: string | undefined) {
  const calls = (await api()).applications;
  const [changes, checks, notes, drafts, watched] = await Promise.all([
    calls.changes({ number }), calls.checks({ number }), calls.notes({ number, ...(cursor ? { cursor } : {}) }), calls.deskDrafts({ number }), calls.watch({ number, version }),
  ]);
  return { changes, checks, notes, drafts, watched };
}

/** The cases of the queue before and after this one that are in nobody else's hands; of one that is not among the first, the first is next. */
async function neighbours({ id }: DeskCase): Promise<{ previous: string | undefined; next: string | undefined }> {
  const { rows } = await (await api()).applications.queue({ limit: 50 });
  const free = rows.filter((row) => row.id === id || row.mine || row.claimedBy === null);
  const here = free.findIndex((row) => row.id === id);
  return { previous: here > 0 ? free[here - 1]?.number : undefined, next: free[here + 1]?.number };
}

/** Back to the queue, and along it without going back. */
async function Ways({ previous, next }: { previous: string | undefined; next: string | undefined }) {
  const [t, words] = await Promise.all([getTranslations("desk.head"), getTranslations("deskCase.ways")]);
  return (
    <nav aria-label={words("label")} data-print="no" className="flex flex-wrap gap-x-4">
      <TextLink href="/desk" data-key="queue" className="tap">{t("toQueue")}</TextLink>
      {previous && <TextLink href={`/desk/applications/${previous}`} data-key="previous" className="tap">{words("previous")}</TextLink>}
      {next && <TextLink href={`/desk/applications/${next}`} data-key="next" className="tap">{words("next")}</TextLink>}
    </nav>
  );
}

/** The ways to act, at hand from the top of the page. */
function ActLinks({ acts, label, name }: { acts: readonly DeskAct[]; label: string; name: (act: DeskAct) => string }) {
  if (acts.length === 0) return null;
  return (
    <nav aria-label={label} data-print="no">
      <ul className="flex flex-wrap items-center gap-3">
        {acts.map((act, index) => <li key={act}><a href={`#act-${act}`} className={index === 0 && isUsual(act) ? "tap px-4 rounded-control bg-accent text-on-accent font-semibold no-underline hover:bg-accent-strong hover:text-on-accent" : "tap px-4 rounded-control border-2 border-control font-semibold text-ink no-underline hover:border-accent hover:bg-accent-soft"}>{name(act)}</a></li>)}
      </ul>
    </nav>
  );
}

/** What was just done, what happens next, and the way to the next case. */
async function Done({ did, found, next }: { did: string | undefined; found: DeskCase; next: string | undefined }) {
  const t = await getTranslations("desk");
  const act = deskActs.find((name) => name === did);
  if (!act || found.events.at(-1)?.action !== act) return null;
  return (
    <FocusOnArrival>
      <Notice
        tone="success" live title={t(`acts.${act}.done`)}
        actions={<>
          {next && !found.mine && <ButtonLink href={`/desk/applications/${next}`} data-key="next" icon="arrowRight">{t("head.next")}</ButtonLink>}
          <TextLink href="/desk" className="tap">{t("head.toQueue")}</TextLink>
        </>}
      >
        {t(`acts.${act}.next`)}
      </Notice>
    </FocusOnArrival>
  );
}
