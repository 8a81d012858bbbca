import type { useTranslations } from "next-intl";
import type { ErrorParams } from "@/domain/core/errors";

type ErrorMessages = ReturnType<typeof useTranslations<"errors">>;
type AnyMessages = { (key: string, params: ErrorParams): string; has(key: string): boolean };

/** What a refusal says to a person: the sentence of its code, or a general one for a code that has none. A way back without script has no room for the name of a file. */
export function refusalText(t: ErrorMessages, { code, params }: { code: string; params: ErrorParams }): string {
  const messages = byCode(t);
  return messages.has(code) ? messages(code, { name: t("files.chosen"), ...params }) : t("requests.failed");
}

// Safe: codes come from the server as plain text; `has` is asked before a message is taken.
function byCode(t: ErrorMessages): AnyMessages {
  return t as unknown as AnyMessages;
}
