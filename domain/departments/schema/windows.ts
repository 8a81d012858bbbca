import { z } from "zod";
import { Day } from "@/domain/core/calendar";

const Text = (max: number) => z.string().trim().min(1).max(max);

/** A time of day, `HH:MM`, 00:00 to 24:00. */
const Clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/);

/** From one time of day until another, the second not included. */
export const Span = z.strictObject({ from: Clock, until: Clock }).refine(({ from, until }) => from < until);
export type Span = z.infer<typeof Span>;

const Spans = z.array(Span).max(4).refine((spans) => spans.every(({ from }, at) => at === 0 || from >= (spans[at - 1]?.until ?? "")));

/** Days that differ from the week and the calendar: closed where `spans` is empty. */
export const OpeningException = z.strictObject({ from: Day, until: Day, spans: Spans, note: z.string().trim().max(60) }).refine(({ from, until }) => from <= until);
export type OpeningException = z.infer<typeof OpeningException>;

/** The hours of a week, Monday first, and what differs. */
export const OpeningHours = z.strictObject({ week: z.array(Spans).length(7), exceptions: z.array(OpeningException).max(60) });
export type OpeningHours = z.infer<typeof OpeningHours>;

export const windowLanguages = ["zh", "en", "yue", "ug", "bo", "mn", "sign"] as const;
export const windowFacilities = ["stepFree", "lift", "toilet", "wheelchair", "hearingLoop", "braille", "seats", "babyRoom", "helper", "parking"] as const;

export const WindowContent = z.strictObject({
  name: Text(60),
  nameEn: z.string().trim().max(120).optional(),
  address: Text(200),
  floor: z.string().trim().max(40).optional(),
  windowNumber: z.string().trim().max(40).optional(),
  phone: z.string().trim().max(40).optional(),
  hours: OpeningHours,
  languages: z.array(z.enum(windowLanguages)).max(10),
  facilities: z.array(z.enum(windowFacilities)).max(20),
});
export type WindowContent = z.infer<typeof WindowContent>;

export const SaveWindow = z.strictObject({
  departmentId: z.uuid(),
  /** Left out: a new window. */
  windowId: z.uuid().optional(),
  version: z.int().min(0).default(0),
  divisionCode: z.string().regex(/^\d{6}$/),
  content: WindowContent,
  serves: z.array(z.uuid()).max(50).default([]),
  itemCodes: z.array(z.string().regex(/^(?:[0-9A-Z]{31}|[0-9A-Z]{33})$/)).max(200).default([]),
});
export type SaveWindow = z.infer<typeof SaveWindow>;

export const WindowReference = z.strictObject({ windowId: z.uuid(), version: z.int().min(0) });
export type WindowReference = z.infer<typeof WindowReference>;

export const FindWindows = z.strictObject({ departmentId: z.uuid().optional(), division: z.string().regex(/^\d{6}$/).optional(), itemCode: z.string().max(40).optional() });
export type FindWindows = z.infer<typeof FindWindows>;
