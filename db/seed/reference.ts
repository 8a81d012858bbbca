import { areaList } from "@vant/area-data";
import { makeUscc } from "@/domain/core/codes";
import type { Tx } from "@/db/client";
import { calendarDays, calendarYears, certificateTypes, divisions, searchSynonyms } from "@/db/schema";
import catalogue from "./data/cert-types.json";
import holidays from "./data/holidays-2020-2027.json";
import synonyms from "./data/search-synonyms.json";
import { publishedDepartments } from "./import/directory";
import { ensureDepartments } from "./import/store";

/** What a production system needs before the first item: divisions, calendar, organs, certificate types. Adds, never changes. */
export async function seedReference(tx: Tx, report: (message: string) => void): Promise<void> {
  const places = divisionRows();
  for (let at = 0; at < places.length; at += 2000) await tx.insert(divisions).values(places.slice(at, at + 2000)).onConflictDoNothing();
  await seedCalendar(tx);
  await tx.insert(certificateTypes).values(certificateTypeRows()).onConflictDoNothing();
  await tx.insert(searchSynonyms).values(synonyms.rows.flatMap(({ official, spoken }) => spoken.map((word) => ({ spoken: word, official })))).onConflictDoNothing();
  await ensureDepartments(tx, publishedDepartments);
  report(`${places.length} divisions, ${publishedDepartments.length} departments, ${catalogue.types.length} certificate types, the calendar of ${Object.keys(holidays.years).join(", ")}`);
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

/** The organ that stands in the codes of types whose national code is not public: well-formed, in no register. */
const catalogueOrgan = makeUscc({ registrantType: "11", divisionCode: "440100", organisationBody: "DE000000" });

function certificateTypeRows(): (typeof certificateTypes.$inferInsert)[] {
  return catalogue.types.map((type, index) => ({
    id: type.id, name: type.name, issuerText: type.issuer, holderKinds: type.holder, validityText: type.validity, basis: type.basis, aliases: type.aliases,
    code: type.nationalTypeCode ?? `${catalogueOrgan}${String(index + 1).padStart(3, "0")}`,
    source: { category: type.category, nationalTypeCode: type.nationalTypeCode, shanghaiCatalogCode: type.shanghaiCatalogCode, note: type.note },
  }));
}
