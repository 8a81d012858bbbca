import { z } from "zod";
import { ProcessStep } from "@/domain/items/schema/process";
import { messageTemplates, noticeKinds } from "../schema";

const Line = (max: number) => z.string().trim().min(1).max(max);

/** The wording of a notice: Chinese is what holds; `[…]` is left out when a placeholder in it has no value. */
export const NoticeText = z.strictObject({ title: Line(60), titleEn: Line(120), paragraphs: z.array(Line(1000)).min(1).max(12), remedies: z.array(Line(500)).max(6) });
export type NoticeText = z.infer<typeof NoticeText>;

/** The wording of a message or a letter, in both languages. */
export const MessageText = z.strictObject({ zh: Line(200), en: Line(400) });
export type MessageText = z.infer<typeof MessageText>;

/** The wording of a message that steps of processes name, with what it is called among its kind. */
export const StepText = z.strictObject({ name: Line(60), nameEn: Line(120), ...MessageText.shape });
export type StepText = z.infer<typeof StepText>;

export const TextContent = z.union([NoticeText, StepText, MessageText]);
export type TextContent = z.infer<typeof TextContent>;

/** What a letter by e-mail says, by what it is about. */
export const letterKinds = ["case", "security", "other"] as const;
export type LetterKind = (typeof letterKinds)[number];

const prefixed = <Prefix extends string, Kind extends string>(prefix: Prefix, kinds: readonly Kind[]) => kinds.map((kind): `${Prefix}.${Kind}` => `${prefix}.${kind}`);

/** Every text that ships with the code and that an administrator words: of notices, of messages (SMS and the person's space), of letters. */
export const textKinds = [...prefixed("notice", noticeKinds), ...prefixed("message", messageTemplates), ...prefixed("letter", letterKinds)] as const;
/** A message for steps to send, by the code that processes name it by: an administrator adds it. */
export const StepTextKind = z.templateLiteral(["step.", ProcessStep.shape.key]);
export type StepTextKind = z.infer<typeof StepTextKind>;

export const TextKind = z.union([z.enum(textKinds), StepTextKind]);
export type TextKind = z.infer<typeof TextKind>;

export const TextReference = z.strictObject({ kind: TextKind });

/** A wording to be published by another; `fresh` where a text of this code must not be there yet. */
export const ProposeText = z.strictObject({ kind: TextKind, content: TextContent, fresh: z.literal(true).optional() });
export type ProposeText = z.infer<typeof ProposeText>;

/** What to preview: the version in force, or one that waits. */
export const PreviewText = z.strictObject({ kind: TextKind, proposalId: z.uuid().optional() });
export type PreviewText = z.infer<typeof PreviewText>;
