import { z } from "zod";

const Branch = { id: z.uuid(), version: z.int().min(0), step: z.string().min(1).max(40) };

/** The department that was asked says that it is not theirs to say, and why. */
export const HandBack = z.strictObject({ ...Branch, reason: z.string().trim().min(2).max(2000) });
export type HandBack = z.infer<typeof HandBack>;
/** Another department is asked in place of the one that handed its branch back. */
export const AskDepartment = z.strictObject({ ...Branch, departmentId: z.uuid() });
export type AskDepartment = z.infer<typeof AskDepartment>;
