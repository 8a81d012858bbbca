import { z } from "zod";
import { Day } from "@/domain/core/calendar";

/** GB/T 2260 division code; `000000` is the country. */
export const DivisionCode = z.string().regex(/^\d{6}$/);
export type DivisionCode = z.infer<typeof DivisionCode>;

/** A division, or a street or village in one (GB/T 10114: three or six digits more), which stands for the county that it lies in. */
export const PlaceCode = z.string().regex(/^\d{6}(?:\d{3}){0,2}$/).transform((code): DivisionCode => code.slice(0, 6));

export const divisionLevels = ["country", "province", "city", "county"] as const;

/** A day that differs from Monday to Friday: a day off on a weekday, or a weekend day worked to make up (`isWorkday`). */
export const CalendarDay = z.strictObject({ day: Day, isWorkday: z.boolean(), name: z.string().trim().min(1).max(20) });
export type CalendarDay = z.infer<typeof CalendarDay>;

/** A year's calendar to be confirmed; `source` is the number of the State Council's notice, `text` its days as lines. */
export const ProposeCalendar = z.strictObject({ year: z.int().min(2000).max(2100), source: z.string().trim().min(1).max(100), text: z.string().min(1).max(20_000) });
export type ProposeCalendar = z.infer<typeof ProposeCalendar>;

export const DecideCalendar = z.strictObject({ id: z.uuid(), outcome: z.enum(["confirmed", "refused"]), reason: z.string().trim().max(500).optional() });
export type DecideCalendar = z.infer<typeof DecideCalendar>;
