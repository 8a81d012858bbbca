import { z } from "zod";
import { DivisionCode } from "../schema";

const Name = z.string().trim().min(2).max(100);
/** The document that orders the change, such as 沪府〔2026〕12号. */
const Basis = z.string().trim().min(2).max(200);
const Uscc = z.string().trim().min(1).max(40);
const optionalId = z.uuid().optional();

/** What changes about departments and divisions with effect on law-relevant output: one administrator writes it, another confirms it. */
export const PlaceChange = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("addDepartment"), uscc: Uscc, name: Name, divisionCode: DivisionCode, parentId: optionalId, basis: Basis }),
  z.strictObject({ kind: z.literal("changeDepartment"), departmentId: z.uuid(), uscc: Uscc, name: Name, divisionCode: DivisionCode, parentId: optionalId, basis: Basis }),
  z.strictObject({ kind: z.literal("closeDepartment"), departmentId: z.uuid(), successorId: optionalId, basis: Basis }),
  z.strictObject({ kind: z.literal("addDivision"), code: DivisionCode, name: Name, basis: Basis }),
  z.strictObject({ kind: z.literal("renameDivision"), code: DivisionCode, name: Name, basis: Basis }),
  z.strictObject({ kind: z.literal("closeDivision"), code: DivisionCode, successorCode: DivisionCode.optional(), basis: Basis }),
]);
export type PlaceChange = z.infer<typeof PlaceChange>;

export const placeChangeKinds = PlaceChange.options.map(({ shape }) => shape.kind.value);

/** Facts that bind nobody: an administrator keeps them alone, with history. */
export const SaveDepartmentFacts = z.strictObject({ departmentId: z.uuid(), version: z.int().min(0), address: z.string().trim().max(200), phone: z.string().trim().max(40) });
export type SaveDepartmentFacts = z.infer<typeof SaveDepartmentFacts>;

export const FindDepartments = z.strictObject({
  query: z.string().trim().max(100).optional(), division: DivisionCode.optional(), closed: z.boolean().default(false),
  cursor: z.string().max(500).optional(), limit: z.int().min(1).max(100).default(30),
});
export type FindDepartments = z.infer<typeof FindDepartments>;

export const DepartmentReference = z.strictObject({ departmentId: z.uuid() });
