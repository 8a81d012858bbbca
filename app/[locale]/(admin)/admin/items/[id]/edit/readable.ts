import { formatStamp } from "@/app/_i18n/format";
import type { Refusal } from "@/app/_trpc/server";

/** A refusal with its instant in the office's time, for a sentence. */
export function withReadableTime({ code, params }: Refusal): Refusal {
  return { code, params: typeof params["at"] === "string" ? { ...params, at: formatStamp(params["at"]) } : params };
}
