import { z } from "zod";
import { ByNumber } from "../schema";

/** The dates of a case for a calendar, in the language of the page they were asked from. */
export const CaseCalendar = ByNumber.extend({ language: z.enum(["zh", "en"]).default("zh") });
export type CaseCalendar = z.infer<typeof CaseCalendar>;
