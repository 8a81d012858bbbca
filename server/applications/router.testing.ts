import { createTestDatabase } from "@/db/testing/database";
import { createCertificateType, createCitizen, createItem, createPlace, createStaff, revisionContent, type Item, type Place } from "@/db/testing/factories";
import { calendarDays } from "@/db/schema";
import type { Actor, StaffRole, User } from "@/domain/core/actor";
import type { RevisionContent } from "@/domain/items/schema";
import { createCaller } from "@/server/api/root";

/** Monday 2 March 2026, nine in the morning in Shanghai. */
export const monday = new Date("2026-03-02T01:00:00.000Z");
export const at = (day: string, time = "09:00") => new Date(`${day}T${time}:00+08:00`);
export const anonymous: Actor = { kind: "anonymous" };

type Desk = Record<"clerk" | "reviewer" | "approver" | "certificateOfficer" | "supervisor", User>;
type Call = { now?: Date; key?: string; address?: string };

const form: RevisionContent["form"] = {
  version: 1,
  sections: [
    {
      id: "applicant", title: { zh: "申请人" },
      fields: [
        { id: "shopName", type: "text", label: { zh: "店名" } },
        { id: "ownerId", type: "citizenId", label: { zh: "身份证号" }, prefill: "profile.citizenId" },
        { id: "ownerPhone", type: "phone", label: { zh: "手机" }, prefill: "profile.phone" },
      ],
    },
    { id: "remarks", title: { zh: "说明" }, fields: [{ id: "remarks", type: "longText", label: { zh: "说明" }, optional: true }] },
  ],
};

/** An office at work on a database of its own: a calendar with holidays, staff in every role, an item that brings a certificate. */
export async function openOffice(connection?: Awaited<ReturnType<typeof createTestDatabase>>) {
  connection ??= await createTestDatabase();
  const { db } = connection;
  // Qingming 2026, and the make-up Saturday of Labour Day.
  await db.insert(calendarDays).values([
    { day: "2026-04-06", isWorkday: false, name: "清明节" },
    { day: "2026-05-01", isWorkday: false, name: "劳动节" }, { day: "2026-05-04", isWorkday: false, name: "劳动节" }, { day: "2026-05-05", isWorkday: false, name: "劳动节" },
    { day: "2026-05-09", isWorkday: true, name: "劳动节" },
  ]);
  const place = await createPlace(db);
  const type = await createCertificateType(db, place);
  const result = { name: "测试许可证", kind: "certificate", certificateType: type.id, validMonths: 60, face: [{ key: "shopName", label: { zh: "店名" }, field: "shopName" }] } as const;
  const item = await createItem(db, place, revisionContent({ form, result: { ...result, face: [...result.face] } }));
  const plain = await createItem(db, place, revisionContent({ name: "无证许可", form }));
  const as = (actor: Actor, { now = monday, key, address = "test" }: Call = {}) =>
    createCaller({ actor, now, requestId: "r", address, db, ...(key ? { idempotencyKey: key } : {}) });
  return { connection, db, place, item, plain, as, desk: await staffOf(db, place), citizen: () => createCitizen(db), ...walks(as, item) };
}

export type Office = Awaited<ReturnType<typeof openOffice>>;

/** One person in every role of an office. */
export async function staffOf(db: Parameters<typeof createStaff>[0], place: Place): Promise<Desk> {
  const roles = ["clerk", "reviewer", "approver", "certificateOfficer", "supervisor"] as const satisfies readonly StaffRole[];
  const people = await Promise.all(roles.map(async (role) => [role, await createStaff(db, role, place)] as const));
  return Object.fromEntries(people) as Desk;
}

export const answers = { shopName: "老张面馆" };

function walks(as: (actor: Actor, call?: Call) => ReturnType<typeof createCaller>, item: Item) {
  const draft = async (applicant: User, of: Item = item, now = monday) => {
    const me = as(applicant, { now }).applications;
    const { id } = await me.start({ itemCode: of.code });
    const { definition: _definition, ...seen } = await me.draft({ id });
    const saved = await me.save({ id, section: "applicant", raw: { ...answers, ownerId: String(seen.answers["ownerId"]), ownerPhone: String(seen.answers["ownerPhone"]) } });
    if (saved.errors.length > 0) throw new Error(JSON.stringify(saved.errors));
    return id;
  };
  const submitted = async (applicant: User, of: Item = item, now = monday) => {
    const id = await draft(applicant, of, now);
    return as(applicant, { now }).applications.submit({ id, declared: true });
  };
  return { draft, submitted };
}

/** What a refused call says: its tRPC code, its domain code, and what it tells besides. */
export const refused = (code: string, message: string, params?: Record<string, unknown>) => ({
  code, message, ...(params ? { cause: { params } } : {}),
});
