import { CertificateById, DownloadCertificate, ListCertificates, ReadFileCheck, VerifyCertificate, VerifyFile } from "@/domain/certificates/schema";
import { atLevel, procedureFor, publicProcedure, router } from "@/server/api/trpc";
import { downloadCertificate, getOwnCertificate, listOwnCertificates } from "./queries/own";
import { listPublicKeys, readFileCheck, verifyCertificate, verifyCertificateFile } from "./queries/verify";

const citizen = procedureFor("citizen").use(atLevel("viewCertificate"));

export const certificatesRouter = router({
  listOwn: citizen.input(ListCertificates).query(({ ctx, input }) => listOwnCertificates(ctx, input)),
  get: citizen.input(CertificateById).query(({ ctx, input }) => getOwnCertificate(ctx, input.id)),
  download: citizen.input(DownloadCertificate).query(({ ctx, input }) => downloadCertificate(ctx, input)),
  verify: publicProcedure.input(VerifyCertificate).query(({ ctx, input }) => verifyCertificate(ctx, input.identifier)),
  // A mutation because the file is too large for a query's address; it changes nothing.
  verifyFile: publicProcedure.input(VerifyFile).mutation(({ ctx, input }) => verifyCertificateFile(ctx, input.base64)),
  readFileCheck: publicProcedure.input(ReadFileCheck).query(({ ctx, input }) => readFileCheck(ctx, input.receipt)),
  publicKeys: publicProcedure.query(() => listPublicKeys()),
});
