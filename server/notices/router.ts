import { caseRoles } from "@/domain/applications/policy";
import { ByNumber } from "@/domain/applications/schema";
import { CertificateById } from "@/domain/certificates/schema";
import { ListMessages, MarkRead, NoticeById, VerifyNotice } from "@/domain/notices/schema";
import { NotificationPreferences } from "@/domain/notices/schema/sending";
import { doorProcedure, procedureFor, router } from "@/server/api/trpc";
import { markMessagesRead } from "./commands";
import { savePreferences } from "./commands/sending";
import { downloadNotice, getNotice, listCertificateNotices, listMessages, listNotices, listOutbox, verifyNotice } from "./queries";
import { preferencesOf } from "./queries/sending";
import { serviceProcedures } from "./router/service";
import { textProcedures } from "./router/texts";

const party = procedureFor("citizen", ...caseRoles);
const citizen = procedureFor("citizen");

export const noticesRouter = router({
  listFor: party.input(ByNumber).query(({ ctx, input }) => listNotices(ctx, input.number)),
  /** Errors: `certificates.notFound`. */
  listForCertificate: party.input(CertificateById).query(({ ctx, input }) => listCertificateNotices(ctx, input.id)),
  get: party.input(NoticeById).query(({ ctx, input }) => getNotice(ctx, input.id)),
  download: party.input(NoticeById).query(({ ctx, input }) => downloadNotice(ctx, input.id)),
  verify: doorProcedure("verify").input(VerifyNotice).query(({ ctx, input }) => verifyNotice(ctx, input.sha256)),
  listMessages: citizen.input(ListMessages).query(({ ctx, input }) => listMessages(ctx, input)),
  markRead: citizen.input(MarkRead).mutation(({ ctx, input }) => markMessagesRead(ctx, input)),
  /** How one wants to hear of news. */
  preferences: citizen.query(({ ctx }) => preferencesOf(ctx.db, ctx.actor.id)),
  savePreferences: citizen.input(NotificationPreferences).mutation(({ ctx, input }) => savePreferences(ctx, input)),
  ...serviceProcedures,
  ...textProcedures,
  /** Demo mode only: every message that was sent. */
  listOutbox: doorProcedure("outbox").input(ListMessages).query(({ ctx, input }) => listOutbox(ctx, input)),
});
