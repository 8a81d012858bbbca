import { shanghaiDay } from "@/domain/core/calendar";
import type { ExportForm } from "@/domain/records/schema";
import { env } from "@/env";
import { renderRecordPdf } from "@/server/core/documents/record-pdf";
import { limit } from "@/server/core/rate-limit";
import { sectionsOf } from "../view";
import { collect } from "./everything";
import { ownSpace, type OwnCtx } from "./own";

/**
 * Everything held about oneself, as JSON for machines or as a PDF for reading (个人信息保护法 45). Asks for a fresh proof and is
 * counted, so that nobody floods the portal. Errors: `identity.proofNeeded`, `records.ownSpaceOnly`, `requests.tooMany`.
 */
export async function exportOwn(ctx: OwnCtx, { form }: ExportForm): Promise<{ name: string; mime: string; base64: string }> {
  ownSpace(ctx.actor);
  await limit(ctx.db, ctx.now, { act: "records.export", subject: ctx.actor.id, max: 5, windowSeconds: 3600 });
  const everything = await collect(ctx);
  const day = shanghaiDay(ctx.now);
  if (form === "json") return { name: `tongban-data-${day}.json`, mime: "application/json", base64: Buffer.from(JSON.stringify(everything, null, 2)).toString("base64") };
  const pdf = await renderRecordPdf({
    title: "个人信息副本", lead: `${everything.profile.name}，${day.replaceAll("-", "/")}。以下是本平台保存的与您有关的信息。机器可读的完整副本可另行下载。`,
    author: "通办", createdOn: day, sections: sectionsOf(everything), demo: env().demo,
  });
  return { name: `个人信息副本-${day}.pdf`, mime: "application/pdf", base64: pdf.toString("base64") };
}
