import { eq } from "drizzle-orm";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCitizen, createItem, createPlace, createStaff, revisionContent } from "@/db/testing/factories";
import { serviceItems, serviceWindows } from "@/db/schema";
import type { Actor, User } from "@/domain/core/actor";
import type { RatingLevel, ReasonCode } from "@/domain/ratings/schema";
import { createCaller } from "@/server/api/root";
import type { Ctx } from "@/server/core/context";
import { openBox } from "./commands/box";

/** Monday 2 March 2026, noon in Shanghai. */
export const noon = new Date("2026-03-02T04:00:00.000Z");
export const at = (day: string, time = "12:00") => new Date(`${day}T${time}:00+08:00`);
export const stranger: Actor = { kind: "anonymous" };

/** A department that answered six people, its staff, and a window. */
export async function openHall() {
  const connection = await createTestDatabase();
  const { db } = connection;
  const place = await createPlace(db);
  const [item, rare] = [await createItem(db, place), await createItem(db, place, revisionContent({ name: "罕见事项" }))];
  for (const { serviceItemId, revisionId } of [item, rare]) await db.update(serviceItems).set({ currentRevisionId: revisionId }).where(eq(serviceItems.id, serviceItemId));
  const [clerk, approver, owner, second] = await Promise.all([createStaff(db, "clerk", place), createStaff(db, "approver", place), createStaff(db, "supervisor", place), createStaff(db, "supervisor", place)]);
  const week: [] = [];
  const hours = { week: [week, week, week, week, week, week, week], exceptions: [] };
  const [window] = await db.insert(serviceWindows).values({
    departmentId: place.departmentId, divisionCode: place.divisionCode, serves: [place.departmentId], itemCodes: [],
    content: { name: "综合一号窗", nameEn: "Counter 1", address: "人民大道1号", windowNumber: "1", hours, languages: ["zh"], facilities: [] },
  }).returning();
  if (!window) throw new Error("no window");
  const ctx = (now = noon, actor: Actor = { kind: "system" }): Ctx => ({ actor, now, requestId: "r", address: "10.0.0.1", db });
  const as = (actor: Actor, now = noon, key?: string) => createCaller({ ...ctx(now, actor), ...(key ? { idempotencyKey: key } : {}) });
  const answered = async (applicant: User, of = item) => createApplication(db, { place, item: of, applicant, status: "closed", closedAt: noon });
  const answeredMany = async (count: number, of = item) => {
    for (let one = 0; one < count; one += 1) await answered(await createCitizen(db), of);
  };
  /** Somebody new who rates a case answered today. */
  const rated = async (level: RatingLevel, { anonymous = false, reasons = [], comment, contact, of = item }: { anonymous?: boolean; reasons?: ReasonCode[]; comment?: string; contact?: string; of?: typeof item } = {}) => {
    const person = await createCitizen(db);
    const { id, number } = await answered(person, of);
    const told = await as(person).ratings.rate({ number, level, reasons, anonymous, ...(comment ? { comment } : {}), ...(contact ? { contact } : {}) });
    return { person, number, id, ...told };
  };
  return { connection, db, place, item, rare, clerk, approver, owner, second, window, ctx, as, answered, answeredMany, rated, night: (now = noon) => openBox(ctx(now)) };
}

export type Hall = Awaited<ReturnType<typeof openHall>>;
