import { z } from "zod";

const Line = (max: number) => z.string().trim().min(1).max(max);

/** The wording of a notice: Chinese is what holds; `[…]` is left out when a placeholder in it has no value. */
export const NoticeText = z.strictObject({ title: Line(60), titleEn: Line(120), paragraphs: z.array(Line(1000)).min(1).max(12), remedies: z.array(Line(500)).max(6) });
export type NoticeText = z.infer<typeof NoticeText>;

/** The wording of a message or a letter, in both languages. */
export const MessageText = z.strictObject({ zh: Line(200), en: Line(400) });
export type MessageText = z.infer<typeof MessageText>;

export const TextContent = z.union([NoticeText, MessageText]);
export type TextContent = z.infer<typeof TextContent>;
