import { parsePhone } from "@/domain/core/codes";
import type { FileRequest, RequestSubject } from "../schema";

/** Requests are answered within this many workdays (个人信息保护法 50: 及时). */
export const answerLimit = { value: 15, unit: "workday" } as const;

/** The right value as it will be kept, or nothing where it cannot be one. A request without a value has none to check. */
export function correctedValue(request: FileRequest): { value?: string } | undefined {
  if (request.kind === "erasure") return {};
  if (request.subject !== "phone") return { value: request.value };
  const phone = parsePhone(request.value);
  return phone === undefined ? undefined : { value: phone };
}

/** What a granted request does by itself; the rest the organ does by hand and says so in its answer. */
export const actsByItself = (subject: RequestSubject): boolean => subject !== "other";
