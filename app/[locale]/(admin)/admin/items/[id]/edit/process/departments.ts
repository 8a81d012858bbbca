import { api } from "@/app/_trpc/server";
import type { ProcessStep } from "@/domain/items/schema/process";

export type Departments = readonly { label: string; options: readonly { value: string; label: string }[] }[];

/** The departments an item's process may ask: those of its division and of all it lies in. */
export async function departmentsNear(divisionCode: string, steps: readonly ProcessStep[]): Promise<Departments> {
  const { departments } = await api();
  const { path } = await departments.getDivision({ code: divisionCode });
  const groups = await Promise.all(path.toReversed().map(async (division) => ({ label: division.name, options: (await departments.list({ division: division.code })).map(({ id, name }) => ({ value: id, label: name })) })));
  const known = new Set(groups.flatMap(({ options }) => options.map(({ value }) => value)));
  const elsewhere = steps.flatMap(({ departmentId }) => (departmentId && !known.has(departmentId) ? [departmentId] : []));
  return [...groups, ...(elsewhere.length > 0 ? [{ label: "—", options: elsewhere.map((value) => ({ value, label: value })) }] : [])].filter(({ options }) => options.length > 0);
}
