import { z } from "zod";
import { enquiryKinds } from "./schema/kinds";

export const EnquiryKind = z.enum(enquiryKinds);
export type EnquiryKind = z.infer<typeof EnquiryKind>;

export const enquiryStates = ["open", "answered"] as const;
export type EnquiryState = (typeof enquiryStates)[number];

/** The page it was written about: a path of the portal without its query, which may hold what is nobody's business. */
export const EnquiryAbout = z.string().max(200).regex(/^\/[^?#\s]*$/);

export const SendEnquiry = z.strictObject({
  kind: EnquiryKind,
  words: z.string().trim().min(2).max(2000),
  /** A phone number or an address of mail for who is not signed in and wants to be called. */
  contact: z.string().trim().max(100).optional(),
  about: EnquiryAbout.optional(),
});
export type SendEnquiry = z.infer<typeof SendEnquiry>;

/** The code that was shown when it was sent. */
export const EnquiryByCode = z.strictObject({ code: z.string().trim().min(8).max(60) });
export type EnquiryByCode = z.infer<typeof EnquiryByCode>;

export const EnquiryById = z.strictObject({ id: z.uuid() });
export type EnquiryById = z.infer<typeof EnquiryById>;

const page = { cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) };
export const ListOwnEnquiries = z.strictObject(page);
export type ListOwnEnquiries = z.infer<typeof ListOwnEnquiries>;
export const ListEnquiries = z.strictObject({ ...page, state: z.enum(enquiryStates).default("open") });
export type ListEnquiries = z.infer<typeof ListEnquiries>;

export const AnswerEnquiry = EnquiryById.extend({ answer: z.string().trim().min(2).max(2000) });
export type AnswerEnquiry = z.infer<typeof AnswerEnquiry>;
