import { z } from "zod";
import { noticedActions } from "@/domain/applications/rules";

/** One kind of notice per act that must be told in writing. */
export const noticeKinds = noticedActions;
export const NoticeKind = z.enum(noticeKinds);
export type NoticeKind = z.infer<typeof NoticeKind>;

/** The wording of a notice as issued; kept encrypted, drawn as PDF from this alone. */
export const NoticeBody = z.strictObject({
  title: z.string(),
  titleEn: z.string(),
  recipient: z.string(),
  paragraphs: z.array(z.string()),
  items: z.array(z.string()),
  remedies: z.array(z.string()),
  issuer: z.string(),
  issuedOn: z.iso.date(),
});
export type NoticeBody = z.infer<typeof NoticeBody>;
