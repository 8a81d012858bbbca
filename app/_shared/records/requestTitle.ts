import type { useTranslations } from "next-intl";
import type { RequestKind, RequestSubject } from "@/domain/records/schema";
import { correctable, erasable } from "@/domain/records/schema/subjects";

/** What a request asks, in words. */
export function requestTitle(t: ReturnType<typeof useTranslations<"data">>, { kind, subject }: { kind: RequestKind; subject: RequestSubject }): string {
  const correction = correctable.find((one) => kind === "correction" && one === subject);
  if (correction) return t(`subjects.correction.${correction}`);
  return t(`subjects.erasure.${erasable.find((one) => one === subject) ?? "other"}`);
}
