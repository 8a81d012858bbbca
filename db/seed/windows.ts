import { inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { departments, hotWords, serviceWindows } from "@/db/schema";
import type { WindowContent } from "@/domain/departments/schema/windows";
import { serviceOffice } from "./import/directory";

const working = [{ from: "09:00", until: "12:00" }, { from: "13:30", until: "17:00" }];
const morning = [{ from: "09:00", until: "12:00" }];

const halls: { division: string; content: Omit<WindowContent, "hours" | "languages" | "facilities"> }[] = [
  { division: "440104", content: { name: "越秀区政务服务中心", nameEn: "Yuexiu District Service Centre", address: "越秀区示例路 1 号", floor: "1 至 3 楼", phone: "020-12345" } },
  { division: "440106", content: { name: "天河区政务服务中心", nameEn: "Tianhe District Service Centre", address: "天河区示例路 2 号", floor: "1 至 2 楼", phone: "020-12345" } },
  { division: "440111", content: { name: "白云区政务服务中心", nameEn: "Baiyun District Service Centre", address: "白云区示例路 3 号", floor: "1 楼", phone: "020-12345" } },
];

/** The service hall of each district of the demo city, where all its departments' items are taken, and two pinned words. Adds, never changes. */
export async function seedWindows(tx: Tx): Promise<number> {
  const known = new Set((await tx.select({ division: serviceWindows.divisionCode }).from(serviceWindows)).map(({ division }) => division));
  const missing = halls.filter(({ division }) => !known.has(division));
  const places = await tx.select({ id: departments.id, uscc: departments.uscc, divisionCode: departments.divisionCode }).from(departments).where(inArray(departments.divisionCode, missing.map(({ division }) => division)));
  const rows = missing.flatMap(({ division, content }): (typeof serviceWindows.$inferInsert)[] => {
    const office = places.find(({ uscc }) => uscc === serviceOffice(division).uscc);
    const hours = { week: [working, working, working, working, working, morning, []], exceptions: [] };
    const serves = places.filter(({ divisionCode }) => divisionCode === division).map(({ id }) => id);
    return office ? [{ departmentId: office.id, divisionCode: division, content: { ...content, hours, languages: ["zh", "yue", "sign"], facilities: ["stepFree", "lift", "wheelchair", "helper"] }, serves, itemCodes: [] }] : [];
  });
  if (rows.length > 0) await tx.insert(serviceWindows).values(rows);
  await tx.insert(hotWords).values([{ word: "居住证", state: "pinned", position: 1 }, { word: "身份证", state: "pinned", position: 2 }]).onConflictDoNothing();
  return rows.length;
}
