import { areaList } from "@vant/area-data";
import type { Tx } from "@/db/client";
import { calendarDays, calendarYears, divisions, searchSynonyms, searchThemes } from "@/db/schema";
import holidays from "./data/holidays-2020-2027.json";
import synonyms from "./data/search-synonyms.json";
import themes from "./data/search-themes.json";
import { seedCertificateTypes } from "./certificates/store";
import { publishedDepartments } from "./import/directory";
import { ensureDepartments } from "./import/store";

/** What a production system needs before the first item: divisions, calendar, organs, certificate types. Adds, never changes. */
export async function seedReference(tx: Tx, now: Date, report: (message: string) => void): Promise<void> {
  const places = divisionRows();
  for (let at = 0; at < places.length; at += 2000) await tx.insert(divisions).values(places.slice(at, at + 2000)).onConflictDoNothing();
  await seedCalendar(tx);
  const types = await seedCertificateTypes(tx, now);
  await tx.insert(searchSynonyms).values(synonyms.rows.flatMap(({ official, spoken }) => spoken.map((word) => ({ spoken: word, official })))).onConflictDoNothing();
  await tx.insert(searchThemes).values(themes.map(({ home, ...theme }) => ({ ...theme, home: home === "person" ? ("person" as const) : ("organisation" as const) }))).onConflictDoNothing();
  await ensureDepartments(tx, publishedDepartments);
  report(`${places.length} divisions, ${publishedDepartments.length} departments, ${types} certificate types, the calendar of ${Object.keys(holidays.years).join(", ")}`);
}

type DivisionRow = typeof divisions.$inferInsert;

/** GB/T 2260 down to the county; what a province governs directly hangs on the `90` of its cities. */
export function divisionRows(): DivisionRow[] {
  const level = (list: Record<string, string>, name: DivisionRow["level"], parentOf: (code: string) => string): DivisionRow[] =>
    Object.entries(list).map(([code, place]) => ({ code, name: place, level: name, parentCode: parentOf(code) }));
  return [
    { code: "000000", name: "中华人民共和国", level: "country", parentCode: null },
    ...level(areaList.province_list, "province", () => "000000"),
    ...level(areaList.city_list, "city", (code) => `${code.slice(0, 2)}0000`),
    ...level(areaList.county_list, "county", (code) => `${code.slice(0, 4)}00`),
  ];
}

/** Days that differ from Monday to Friday; a year counts as known once the State Council's notice for it is out. */
async function seedCalendar(tx: Tx): Promise<void> {
  const years = Object.values(holidays.years);
  const days = years.flatMap((year) => year.days.map(({ date, name, type }) => ({ day: date, name, isWorkday: type === "makeup-workday" })));
  await tx.insert(calendarDays).values(days).onConflictDoNothing();
  const known = years.filter(({ status }) => status === "official").map(({ year, papers }) => ({ year, source: papers.join(" ") }));
  await tx.insert(calendarYears).values(known).onConflictDoNothing();
}
