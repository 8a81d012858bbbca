import type { Locale } from "@/app/_i18n/routing";
import type { ErrorParams } from "@/domain/core/errors";

export type SubmitState = { at: string; declarationMissing: boolean; refusal: { code: string; params: ErrorParams } | null; lost?: true };

/** One name per language, because the path that limits it differs. */
export const receiptCookie = (locale: Locale) => `tongban-receipt-${locale}`;
