import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { liveStatuses, type ApplicationAction, type ApplicationStatus, type Outcome } from "@/domain/applications/schema";
import { addDays, shanghaiDay } from "@/domain/core/calendar";
import { makeApplicationNumber } from "@/domain/core/codes";
import { sealAnswers } from "@/server/applications/commands/draft";

// A city's worth of cases, made fast: sealed and numbered here, written by PostgreSQL thousands at a time, under all of
// its constraints. Each case has the history and the steps that its status implies.

type Life = { status: ApplicationStatus; outcome?: Outcome; history: readonly ApplicationAction[]; perMille: number };

const intake = ["submit", "accept"] as const;
const review = [...intake, "startReview"] as const;
const approval = [...review, "completeStep", "approve"] as const;
const rejection = [...review, "completeStep", "reject"] as const;
// What most ended cases went through: a correction, a step sent back, an inspection.
const long = ["submit", "requestCorrection", "resubmit", "accept", "startReview", "completeStep", "sendBack", "completeStep", "suspend", "resume", "completeStep"] as const;

const lives: readonly Life[] = [
  { status: "submitted", history: ["submit"], perMille: 100 },
  { status: "correction", history: ["submit", "requestCorrection"], perMille: 30 },
  { status: "accepted", history: intake, perMille: 60 },
  { status: "inReview", history: review, perMille: 80 },
  { status: "suspended", history: [...review, "suspend"], perMille: 10 },
  { status: "approved", outcome: "approved", history: approval, perMille: 20 },
  { status: "rejected", outcome: "rejected", history: rejection, perMille: 5 },
  { status: "delivering", outcome: "approved", history: [...approval, "issueCertificate"], perMille: 15 },
  { status: "closed", outcome: "approved", history: [...long, "sendBack", "completeStep", "approve", "close"], perMille: 560 },
  { status: "closed", outcome: "rejected", history: [...long, "sendBack", "completeStep", "reject", "deliver"], perMille: 60 },
  { status: "refused", history: ["submit", "refuse"], perMille: 20 },
  { status: "lapsed", history: ["submit", "requestCorrection", "proposeLapse", "lapse"], perMille: 10 },
  { status: "withdrawn", history: ["submit", "withdraw"], perMille: 30 },
];

/** Where an act leads and who does it. */
const acts: Partial<Record<ApplicationAction, { to?: ApplicationStatus; role: string }>> = {
  submit: { to: "submitted", role: "citizen" }, withdraw: { to: "withdrawn", role: "citizen" },
  accept: { to: "accepted", role: "clerk" }, requestCorrection: { to: "correction", role: "clerk" }, refuse: { to: "refused", role: "clerk" },
  resubmit: { to: "submitted", role: "citizen" }, sendBack: { role: "approver" }, resume: { to: "inReview", role: "reviewer" },
  proposeLapse: { role: "system" }, lapse: { to: "lapsed", role: "clerk" },
  startReview: { to: "inReview", role: "reviewer" }, completeStep: { role: "reviewer" }, suspend: { to: "suspended", role: "reviewer" },
  approve: { to: "approved", role: "approver" }, reject: { to: "rejected", role: "approver" },
  issueCertificate: { to: "delivering", role: "certificateOfficer" }, close: { to: "closed", role: "clerk" }, deliver: { to: "closed", role: "clerk" },
};

/** Which cases are made: the mix of a city's two years, or of those that are open the like. */
export type Mix = "all" | "open";

function lifeAt(index: number, mix: Mix): Life {
  const mixed = mix === "all" ? lives : lives.filter(({ status }) => isLive(status));
  // 617 is a prime: every thousand cases, or every 320 open ones, hold the same mix, in no order.
  let place = (index * 617) % mixed.reduce((sum, { perMille }) => sum + perMille, 0);
  return mixed.find(({ perMille }) => (place -= perMille) < 0) ?? pick(mixed, 0);
}

/** The entry at an index, going round. */
export function pick<T>(list: readonly T[], index: number): T {
  const entry = list[index % list.length];
  if (entry === undefined) throw new Error("There is nothing to pick from.");
  return entry;
}

export type Item = { id: string; revisionId: string; name: string; departmentId: string; divisionCode: string };
type Desk = { departmentId: string; divisionCode: string; role: string; accountId: string };

const batch = 5000;
const hourMs = 3_600_000;

/** People who apply; nobody signs in as one, sessions are opened for some. */
export async function addCitizens(pool: Pool, prefix: string, count: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into accounts (kind, name, sign_in_name, assurance_level, created_at)
     select 'citizen', $1 || '-' || n, $1 || '-' || n, 'L3', now() from generate_series(1, $2::int) as n returning id`, [prefix, count]);
  return rows.map(({ id }) => id);
}

/** Items in the hands of the demo city's desks. */
async function servedItems(pool: Pool): Promise<Item[]> {
  const { rows } = await pool.query<Item>(
    `select i.id, r.id as "revisionId", r.content->>'name' as name, i.department_id as "departmentId", i.division_code as "divisionCode"
     from service_items i join service_item_revisions r on r.id = i.current_revision_id join item_search s on s.service_item_id = i.id
     where s.documented and exists (select from staff_posts p where p.role = 'clerk' and (p.department_id, p.division_code) = (i.department_id, i.division_code))
     order by i.code`);
  if (rows.length === 0) throw new Error("The demo city has no item in the hands of a desk.");
  return rows;
}

export type Wanted = { count: number; mix: Mix; progress: (done: number) => void };

/** Adds filed cases of these people (every twentieth of the first), over all statuses, the live ones of the last fortnight, the ended ones of two years. */
export async function addCases(pool: Pool, people: readonly string[], { count, mix, progress }: Wanted): Promise<void> {
  const items = await servedItems(pool);
  const { rows: desks } = await pool.query<Desk>(
    `select distinct on (department_id, division_code, role) department_id as "departmentId", division_code as "divisionCode", role, account_id as "accountId" from staff_posts order by 1, 2, 3, 4`);
  const desk = new Map(desks.map(({ departmentId, divisionCode, role, accountId }) => [[departmentId, divisionCode, role].join(), accountId]));
  const numbers = numbering(firstBulkNumber);
  for (let start = 0; start < count; start += batch) {
    const rows = Array.from({ length: Math.min(batch, count - start) }, (_, offset) => {
      const index = start + offset;
      const item = pick(items, index * 7 + Math.floor(index / people.length));
      const applicant = index % 20 === 0 ? pick(people, 0) : pick(people, index);
      const holder = (role: string) => desk.get([item.departmentId, item.divisionCode, role].join()) ?? null;
      return caseRow({ index, mix, item, applicant, holder, numbers });
    });
    await insertCases(pool, rows);
    progress(start + rows.length);
  }
  await addHistories(pool, people);
  await addSteps(pool, people);
  await pool.query("analyze");
}

/** Writes rows of one shape; what they leave out takes its default. */
export async function insertCases(pool: Pool, rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(", ");
  if (columns) await pool.query(`insert into applications (${columns}) select ${columns} from jsonb_populate_recordset(null::applications, $1::jsonb)`, [JSON.stringify(rows)]);
}

// Above what the demo city gives its own cases, below what the drafts take.
const firstBulkNumber = 1_001;

/** Application numbers in sequence by division and day, the first from `first` on. */
export function numbering(first: number): (divisionCode: string, day: string) => string {
  const last = new Map<string, number>();
  return (divisionCode, day) => {
    const sequence = (last.get(divisionCode + day) ?? first - 1) + 1;
    last.set(divisionCode + day, sequence);
    return makeApplicationNumber({ divisionCode, day, sequence });
  };
}

type Making = { index: number; mix: Mix; item: Item; applicant: string; holder: (role: string) => string | null; numbers: ReturnType<typeof numbering> };

function caseRow({ index, mix, item, applicant, holder, numbers }: Making) {
  const { status, outcome = null, history } = lifeAt(index, mix);
  const live = isLive(status);
  const at = (hours: number) => new Date(receivedAt.getTime() + hours * hourMs);
  const receivedAt = new Date(Date.now() - (live ? 1 + (index % 14) : 30 + ((index * 13) % 700)) * 24 * hourMs);
  const when = (act: ApplicationAction) => (history.includes(act) ? at(history.indexOf(act)) : null);
  const acceptedAt = when("accept");
  const decidedAt = when("approve") ?? when("reject");
  const id = randomUUID();
  return {
    ...blank(item, applicant), id, applicant_name: nameOf(index), claimed_by: claimer(status, index, holder), number: numbers(item.divisionCode, shanghaiDay(receivedAt)),
    status, outcome, version: history.length, correction_count: history.filter((act) => act === "requestCorrection").length,
    answers: sealAnswers(id, { applicantName: `bench-${index}`, remarks: "请尽快办理，谢谢。" }),
    created_at: at(-1), saved_at: receivedAt, submitted_at: receivedAt, received_at: receivedAt,
    accepted_at: acceptedAt, accepted_by: acceptedAt && holder("clerk"), decided_at: decidedAt, decided_by: decidedAt && holder("approver"),
    closed_at: live ? null : at(history.length - 1), suspended_from: status === "suspended" ? "inReview" : null,
    ...clocks(status, index, receivedAt),
  };
}

// Every name is some hundred people's.
const nameOf = (index: number) => `${pick("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高".split(""), index)}${pick("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平".split(""), index * 3 + 1)}${pick("一文子思宇佳梦雨晨欣国建海春志玉桂红凤兰".split(""), index * 7 + Math.floor(index / 400))}`;

/** Every third open case is in somebody's hands. */
function claimer(status: ApplicationStatus, index: number, holder: Making["holder"]): string | null {
  const role = status === "submitted" ? "clerk" : status === "accepted" || status === "inReview" ? "reviewer" : undefined;
  return role && index % 3 === 0 ? holder(role) : null;
}

const isLive = (status: ApplicationStatus) => liveStatuses.some((live) => live === status);

/** What every row holds. */
export function blank({ id, revisionId, name, departmentId, divisionCode }: Item, applicant: string) {
  return {
    service_item_id: id, revision_id: revisionId, item_name: name, department_id: departmentId, division_code: divisionCode,
    applicant_account_id: applicant, applicant_name: "王小明",
  };
}

// The two clocks on which the jobs act lie ahead, so that nothing moves while it is measured.
function clocks(status: ApplicationStatus, index: number, receivedAt: Date) {
  const none = { notice_due_on: null, correction_due_on: null, promised_due_on: null, statutory_due_on: null, due_on: null };
  if (!isLive(status)) return none;
  const today = shanghaiDay(new Date());
  const ahead = addDays(today, 2 + (index % 5));
  if (status === "submitted") return { ...none, notice_due_on: ahead, due_on: ahead };
  if (status === "correction") return { ...none, correction_due_on: ahead, due_on: ahead };
  const promised = addDays(shanghaiDay(receivedAt), 10 + (index % 9));
  return { ...none, promised_due_on: promised, statutory_due_on: addDays(promised, 10), due_on: promised };
}

/** One event for each act, by the desk of the case or its applicant. */
async function addHistories(pool: Pool, people: readonly string[]): Promise<void> {
  const rows = lives.flatMap(({ status, outcome = null, history }) => {
    let from: ApplicationStatus = "draft";
    return history.map((action, index) => {
      const { to = from, role = "system" } = acts[action] ?? {};
      const row = { status, outcome, sequence: index + 1, action, from_status: from, to_status: to, role };
      from = to;
      return row;
    });
  });
  await pool.query(
    `insert into application_events (application_id, sequence, action, from_status, to_status, actor_id, actor_name, actor_role, at)
     select a.id, h.sequence, h.action, h.from_status, h.to_status, case h.role when 'citizen' then a.applicant_account_id when 'clerk' then a.accepted_by when 'approver' then a.decided_by end,
       h.role, h.role, a.received_at + (h.sequence - 1) * interval '1 hour'
     from jsonb_to_recordset($1::jsonb) as h(status text, outcome text, sequence int, action text, from_status text, to_status text, role text)
     join applications a on a.status = h.status and a.outcome is not distinct from h.outcome
     where a.applicant_account_id = any($2::uuid[])`, [JSON.stringify(rows), people]);
}

/** The steps of each case's own revision: those before the active one done, the rest waiting. */
async function addSteps(pool: Pool, people: readonly string[]): Promise<void> {
  await pool.query(
    `insert into application_steps (application_id, key, kind, position, status, completed_at)
     select a.id, step->>'key', step->>'kind', n - 1, s.status, case s.status when 'done' then a.received_at + n * interval '1 hour' end
     from applications a
     join service_item_revisions r on r.id = a.revision_id
     cross join lateral jsonb_array_elements(r.content->'steps') with ordinality as steps(step, n)
     cross join lateral (select case when a.status = 'closed' then 99 when a.outcome is not null then 3 when a.accepted_at is not null then 1 else 0 end as finished) f
     cross join lateral (select case when n <= f.finished then 'done' when n = f.finished + 1 then 'active' else 'pending' end as status) s
     where a.applicant_account_id = any($1::uuid[])`, [people]);
}
