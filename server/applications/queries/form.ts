import { and, eq, isNull, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { open } from "@/db/personal-data";
import { prepared } from "@/db/prepared";
import { accounts, applicationCertificates, corrections, files, organisations, recalledAnswers } from "@/db/schema";
import { canFill, isApplicant } from "@/domain/applications/policy";
import { correctable } from "@/domain/applications/rules/correction";
import { principalOf, reaches, type Actor, type User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { compileForm, type CompiledForm } from "@/domain/forms/rules/compile";
import type { FormContext, FormOrganisation, FormProfile } from "@/domain/forms/rules/context";
import type { Answers } from "@/domain/forms/schema";
import { formOf } from "@/domain/items/rules";
import { listFiles, type Case, type FileRow } from "./case";
import { openCorrection } from "./corrections";
import { listOnFile, type OnFileRow } from "./on-file";
import { recalledFor } from "./recalled";

type Source = Reader | Tx;

/** `onFile`: certificates in place of papers, which answer the question of a file like an upload does. */
export type OpenForm = { form: CompiledForm; context: FormContext; files: FileRow[]; onFile: OnFileRow[] };

/** A form as it is filed. */
export type FiledForm = OpenForm & { answers: Answers };

/** The form of a case's own revision with all it is filled in against: profile, organisation, situation, files, today. */
export async function openForm(db: Source, { application, content }: Pick<Case, "application" | "content">, answers: Answers, now: Date): Promise<OpenForm> {
  const [known] = await readKnown(db, { applicationId: application.id, accountId: application.applicantAccountId });
  const has = known?.has ?? { files: true, onFile: true, recalled: true };
  const profile = known ? profileIn(known.account) : {};
  const organisation = application.organisationId ? await organisationOf(db, application.organisationId) : undefined;
  const uploads = has.files ? await listFiles(db, application.id) : [];
  const onFile = has.onFile ? await listOnFile(db, application.id) : [];
  const recalled = has.recalled ? await recalledFor(db, application.id) : undefined;
  const context: FormContext = {
    today: shanghaiDay(now),
    profile,
    situation: situationIn(content, answers),
    files: namesOf([...uploads, ...onFile]),
    ...(organisation ? { organisation } : {}),
    ...(recalled ? { recalled } : {}),
  };
  return { form: compileForm(formOf(content)), context, files: uploads, onFile };
}

const applicationId = sql.placeholder("applicationId");

// Many forms have none of these: which there are is asked with the profile, and only those are read.
const papers = {
  files: sql<boolean>`exists (select from ${files} where ${and(eq(files.applicationId, applicationId), isNull(files.deletedAt))})`,
  onFile: sql<boolean>`exists (select from ${applicationCertificates} where ${and(eq(applicationCertificates.applicationId, applicationId), isNull(applicationCertificates.removedAt))})`,
  recalled: sql<boolean>`exists (select from ${recalledAnswers} where ${eq(recalledAnswers.applicationId, applicationId)})`,
};

const readKnown = prepared((db) => db.select({ account: accounts, has: papers }).from(accounts).where(eq(accounts.id, sql.placeholder("accountId"))).limit(1));

/** The same form for other answers, when nothing else has changed. */
export const reopened = (opened: OpenForm, content: Case["content"], answers: Answers): OpenForm => ({ ...opened, context: { ...opened.context, situation: situationIn(content, answers) } });

/**
 * What a form is filled in against, as far as this actor may know it. What was found for it goes beyond what stands in it: who
 * may only fill in does not read that, nor does a clerk at a counter. What is known of the agent who began an organisation's
 * case is theirs alone.
 */
export function knownTo(actor: Actor, application: Case["application"], { today, profile, situation, organisation, recalled, signers }: FormContext): FormContext {
  const fills = actor.kind === "user" && canFill(actor, application);
  const found = fills && !actor.servedBy && isApplicant(actor, application, "submit") ? recalled : undefined;
  const own = fills && principalOf(actor).accountId === application.applicantAccountId;
  return { today, profile: own ? profile : {}, situation, ...(organisation && { organisation }), ...(found && { recalled: found }), ...(fills && signersTold(actor, signers)) };
}

// Of a delegate nothing stands in the form, but at a counter the clerk reads whose signature is right.
const signersTold = ({ actingFor, servedBy }: User, signers: FormContext["signers"]) => (signers && (!actingFor || servedBy) ? { signers } : {});

/** What answers the questions of files, by name. */
export const namesOf = (papers: readonly { id: string; name: string }[]): Map<string, string> => new Map(papers.map(({ id, name }) => [id, name]));

/** Answers with the files of the case: the rows in `files` are the truth, what was stored for a file field follows them. */
export function withFiles({ form, files, onFile }: Pick<OpenForm, "form" | "files" | "onFile">, stored: Answers): Answers {
  const others = Object.entries(stored).filter(([id]) => form.findField(id)?.type !== "file");
  // The scan of a form that was signed on paper lies beside them, and answers no question.
  const byField = Object.groupBy([...files, ...onFile].filter(({ fieldId }) => form.findField(fieldId)?.type === "file"), ({ fieldId }) => fieldId);
  const uploads = Object.entries(byField).map(([id, rows = []]) => [id, rows.map((row) => ({ fileId: row.id, name: row.name }))] as const);
  return Object.fromEntries([...others, ...uploads]);
}

/**
 * Whose name a signature may be: that of whoever fills in or files, at a counter whoever stands there, once it is proven; and of
 * the delegate whose work the principal confirms.
 */
export async function signersOf(db: Source, actor: Actor, { awaitingPrincipalBy }: Case["application"]): Promise<Pick<FormContext, "signers">> {
  if (actor.kind !== "user" || !reaches(actor.assuranceLevel, "L1")) return {};
  if (awaitingPrincipalBy === null || awaitingPrincipalBy === actor.id) return { signers: [actor.name] };
  const [delegate] = await db.select({ name: accounts.name }).from(accounts).where(eq(accounts.id, awaitingPrincipalBy)).limit(1);
  return { signers: [actor.name, ...(delegate ? [delegate.name] : [])] };
}

/** A form as it would be filed by this actor. What a correction leaves in place was signed by whoever filed it, and stays. */
export async function openToFile(db: Source, actor: Actor, { application, content }: Pick<Case, "application" | "content">, at: { answers: Answers; now: Date }): Promise<OpenForm> {
  const opened = await openForm(db, { application, content }, at.answers, at.now);
  return application.status === "draft" ? { ...opened, context: { ...opened.context, ...(await signersOf(db, actor, application)) } } : opened;
}

/** When the correction that is open was asked for. */
export async function correctionAskedAt(db: Source, applicationId: string): Promise<Date | undefined> {
  const [open] = await db.select({ createdAt: corrections.createdAt }).from(corrections).where(and(eq(corrections.applicationId, applicationId), isNull(corrections.answeredAt))).limit(1);
  return open?.createdAt;
}

/** The fields that may change now: while a correction is asked, those it opens; nothing said means all. */
export async function changeable(db: Source, { application }: Pick<Case, "application">, opened: OpenForm, stored: Answers): Promise<ReadonlySet<string> | undefined> {
  if (application.status !== "correction") return undefined;
  const asked = (await openCorrection(db, application.id)) ?? { items: [] };
  return correctable(opened.form, asked, { answers: withFiles(opened, stored), context: opened.context });
}

function situationIn(content: Case["content"], answers: Answers): Record<string, string> {
  const chosen = content.situations.map(({ key }) => [key, answers[key]] as const);
  return Object.fromEntries(chosen.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** What is known of a person, opened, as forms ask for it; nothing for an account that is not there. */
export async function profileOf(db: Source, accountId: string): Promise<FormProfile> {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, accountId)).limit(1);
  return account ? profileIn(account) : {};
}

function profileIn(account: typeof accounts.$inferSelect): FormProfile {
  const sealed = { phone: account.phone, citizenId: account.citizenId, address: account.address };
  const columns = { phone: "phone", citizenId: "citizen_id", address: "address" } as const;
  const opened = Object.entries(columns).flatMap(([key, column]) => {
    const value = sealed[key as keyof typeof sealed];
    return value ? [[key, open(value, { table: "accounts", column, row: account.id })]] : [];
  });
  const plain = { name: account.name, birthOn: account.birthOn, sex: account.sex, divisionCode: account.divisionCode };
  return { ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== null)), ...Object.fromEntries(opened) };
}

async function organisationOf(db: Source, organisationId: string): Promise<FormOrganisation> {
  const [organisation] = await db.select().from(organisations).where(eq(organisations.id, organisationId)).limit(1);
  if (!organisation) return {};
  const { name, uscc, legalRepresentative, address } = organisation;
  return { name, uscc, legalRepresentative, ...(address ? { address } : {}) };
}
