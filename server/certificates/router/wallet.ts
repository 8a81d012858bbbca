import { CertificateById } from "@/domain/certificates/schema";
import { CheckOffline, ExpiryCalendar, KeepOffline, ListCertificates } from "@/domain/certificates/schema/wallet";
import { atLevel, procedureFor } from "@/server/api/trpc";
import { expiryCalendar } from "../queries/expiry";
import { checkOffline, getOfflineCopy } from "../queries/offline";
import { getOwnCertificate, listOwnCertificates } from "../queries/own";

const citizen = procedureFor("citizen").use(atLevel("viewCertificate"));

/** What a holder sees of their certificates, and keeps of them on a phone. */
export const walletProcedures = {
  listOwn: citizen.input(ListCertificates).query(({ ctx, input }) => listOwnCertificates(ctx, input)),
  /** Errors: `certificates.notFound`. */
  get: citizen.input(CertificateById).query(({ ctx, input }) => getOwnCertificate(ctx, input.id)),
  /** Errors: `certificates.notFound`, `certificates.noExpiry`. */
  expiryCalendar: citizen.input(ExpiryCalendar).query(({ ctx, input }) => expiryCalendar(ctx, input)),
  /** Errors: `certificates.notFound`, `certificates.offlineOwnOnly`, `certificates.offlineNotValid`, `certificates.notSignedYet`. */
  offlineCopy: citizen.input(KeepOffline).query(({ ctx, input }) => getOfflineCopy(ctx, input)),
  checkOffline: citizen.input(CheckOffline).query(({ ctx, input }) => checkOffline(ctx, input.ids)),
};
