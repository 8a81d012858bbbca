import { inArray } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { open } from "@/db/personal-data";
import { accounts, organisations } from "@/db/schema";
import type { ApplicationStatus } from "@/domain/applications/schema";
import type { ExportQueue } from "@/domain/applications/schema/queue";
import type { User } from "@/domain/core/actor";
import { shanghaiDay, type Light } from "@/domain/core/calendar";
import { formatApplicationNumber, maskName } from "@/domain/core/codes";
import { csvLine } from "@/domain/core/csv";
import { shanghaiStamp } from "@/domain/core/words";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { recordAccesses } from "@/server/core/data-access";
import { workbookChunks } from "@/server/core/workbook";
import { rowsOf, type Editions, type QueueLine } from "./queue";

const batchSize = 1000;
const statuses: Record<ApplicationStatus, string> = {
  draft: "草稿", submitted: "待受理", correction: "待补正", accepted: "已受理", inReview: "审查中", suspended: "特别程序", approved: "已批准", rejected: "不予批准", delivering: "待送达", closed: "已办结",
  refused: "不予受理", lapsed: "已失效", withdrawn: "已撤回", transferred: "已移送", terminated: "已终止", voided: "已作废",
};
const lights: Record<Light, string> = { green: "正常", yellow: "临近到期", orange: "最后一天", red: "已超期", black: "超过法定期限" };

const header = ["办件编号 Number", "事项 Item", "申请人 Applicant", "状态 Status", "环节 Step", "监察灯 Light", "截止日期 Due", "剩余工作日 Workdays left", "收到日期 Received", "经办人 Handled by", "区划 Division"];
const idHeader = "证件号码 ID number";
const widths = [26, 36, 16, 12, 16, 14, 12, 12, 12, 12, 16, 22];

type Order = Ctx & { actor: User };

/** How many rows went out, told when the file is whole. */
export type Told = { rows: number };

/**
 * The filtered cases as a file, made while it is read, a thousand at a time along the order of the queue: what its length
 * costs is time. It begins with who made it, when and why, and ends with how many rows it has. Names are masked unless it is
 * `full`; then the reading of each person's data is logged before the row goes out.
 */
export async function* exportChunks(ctx: Order, input: ExportQueue, told: Told): AsyncGenerator<string | Uint8Array> {
  const mark = markOf(ctx, input);
  const batches = withFrame(linesOf(ctx, input, told), { mark, head: input.full ? [...header, idHeader] : header, told });
  if (input.format === "xlsx") {
    yield* workbookChunks({ name: "办件", widths, footer: mark, batches });
    return;
  }
  yield "\uFEFF";
  for await (const batch of batches) yield batch.map(csvLine).join("");
}

function markOf({ actor, now }: Order, { full, reason }: ExportQueue): string {
  const contents = full ? "含个人信息，只能用于所写的理由，用完即删" : "个人信息已遮盖";
  return `${actor.name} 于 ${shanghaiStamp(now)} 导出，理由：${reason ?? "未填写"}。${contents}。`;
}

type Frame = { mark: string; head: readonly string[]; told: Told };

async function* withFrame(batches: AsyncIterable<string[][]>, { mark, head, told }: Frame): AsyncGenerator<string[][]> {
  yield [[mark], [...head]];
  yield* batches;
  yield [[`共 ${told.rows} 件。${mark}`]];
}

async function* linesOf(ctx: Order, { filters, sort, full, reason }: ExportQueue, told: Told): AsyncGenerator<string[][]> {
  const asked = { actor: ctx.actor, filters, sort, today: shanghaiDay(ctx.now), calendar: await getCalendar(ctx.db), limit: batchSize };
  const editions: Editions = new Map();
  for (let after: { key: string; id: string } | undefined; ;) {
    const rows = await rowsOf(ctx.db, { ...asked, after }, editions);
    const numbers = full ? await idNumbers(ctx.db, rows) : undefined;
    if (full) await recordAccesses(ctx.db, ctx, rows.map((row) => ({ subjectId: row.applicantAccountId, kind: "export", fields: ["姓名", "证件号码"], reason: reason ?? "", case: row })));
    if (rows.length > 0) yield rows.map((row) => lineOf(row, numbers));
    told.rows += rows.length;
    const last = rows.at(-1);
    if (!last || last.key === null || rows.length < batchSize) return;
    after = { key: last.key, id: last.id };
  }
}

function lineOf(row: QueueLine, numbers: ReadonlyMap<string, string> | undefined): string[] {
  const { number, itemName, applicantName, status, step, dueOn, receivedAt, claimedByName, divisionName } = row;
  const [light, left] = [row.light && lights[row.light], row.workdaysLeft?.toString()];
  // An organisation is no person: its name is public.
  const name = numbers || row.organisationId ? applicantName : maskName(applicantName);
  const received = receivedAt && shanghaiDay(new Date(receivedAt));
  const line = [formatApplicationNumber(number), itemName, name, statuses[status], step?.zh, light, dueOn, left, received, claimedByName, divisionName];
  return [...line, ...(numbers ? [numbers.get(row.organisationId ?? row.applicantAccountId)] : [])].map((cell) => cell ?? "");
}

/** ID numbers of people and credit codes of organisations, by their id. */
async function idNumbers(db: Reader, rows: readonly QueueLine[]): Promise<Map<string, string>> {
  const [people, companies] = [new Set<string>(), new Set<string>()];
  for (const { organisationId, applicantAccountId } of rows) (organisationId ? companies : people).add(organisationId ?? applicantAccountId);
  const known = people.size > 0 ? await db.select({ id: accounts.id, citizenId: accounts.citizenId }).from(accounts).where(inArray(accounts.id, [...people])) : [];
  const registered = companies.size > 0 ? await db.select({ id: organisations.id, uscc: organisations.uscc }).from(organisations).where(inArray(organisations.id, [...companies])) : [];
  return new Map([
    ...known.flatMap(({ id, citizenId }): [string, string][] => (citizenId ? [[id, open(citizenId, { table: "accounts", column: "citizen_id", row: id })]] : [])),
    ...registered.map(({ id, uscc }): [string, string] => [id, uscc]),
  ]);
}
