import { DownloadCertificate, ReadFileCheck, StatusListReference, VerifyCertificate, VerifyFile } from "@/domain/certificates/schema";
import { CertificateTypeReference, CreateCertificateType, EditionReference, ListCertificateTypes, PreviewCertificateType, PreviewItemResult, SaveEdition } from "@/domain/certificates/schema/catalogue";
import { atLevel, doorProcedure, procedureFor, publicProcedure, router } from "@/server/api/trpc";
import { createType, discardEdition, openEdition, publishEdition, saveEdition } from "./commands/catalogue";
import { getType, listChoices, listLines, listTypes } from "./queries/catalogue";
import { downloadCertificate } from "./queries/own";
import { getIssuedType, previewResult, previewType } from "./queries/preview";
import { getStatusList } from "./queries/status";
import { listPublicKeys, verifyCertificate } from "./queries/verify";
import { readFileCheck, verifyCertificateFile } from "./queries/verify-file";
import { lifeProcedures } from "./router/life";
import { presenting } from "./router/presenting";
import { useProcedures } from "./router/uses";
import { walletProcedures } from "./router/wallet";
import { importProcedures } from "./router/imports";
import { typeView } from "./view";

const verifying = doorProcedure("verify");
const citizen = procedureFor("citizen").use(atLevel("viewCertificate"));
const editing = procedureFor("itemEditor", "itemPublisher");

export const certificatesRouter = router({
  ...importProcedures,
  ...lifeProcedures,
  ...walletProcedures,
  ...useProcedures,
  ...presenting,
  download: citizen.input(DownloadCertificate).query(({ ctx, input }) => downloadCertificate(ctx, input)),
  verify: verifying.input(VerifyCertificate).query(({ ctx, input }) => verifyCertificate(ctx, input.identifier)),
  // A mutation because the file is too large for a query's address; it changes nothing.
  verifyFile: verifying.input(VerifyFile).mutation(({ ctx, input }) => verifyCertificateFile(ctx, input.base64)),
  readFileCheck: verifying.input(ReadFileCheck).query(({ ctx, input }) => readFileCheck(ctx, input.receipt)),
  /** Errors: `certificates.notFound`, `requests.tooMany`. */
  statusList: verifying.input(StatusListReference).query(({ ctx, input }) => getStatusList(ctx, input.list)),
  publicKeys: publicProcedure.query(() => listPublicKeys()),
  /** The catalogue of certificate types. */
  listTypes: editing.input(ListCertificateTypes).query(({ ctx, input }) => listTypes(ctx.db, input)),
  /** What an item may issue: the types with a published edition. */
  /** The lines of certificates that a form may be filled in from. */
  listLines: editing.query(({ ctx }) => listLines(ctx.db)),
  listTypeChoices: editing.query(({ ctx }) => listChoices(ctx.db)),
  /** The published edition of a type. Errors: `certificates.typeNotFound`. */
  getIssuedType: editing.input(CertificateTypeReference).query(({ ctx, input }) => getIssuedType(ctx.db, input.id)),
  /** One type with draft, differences, problems, history and what may be done. Errors: `certificates.typeNotFound`. */
  getType: editing.input(CertificateTypeReference).query(async ({ ctx, input }) => typeView(ctx.actor, await getType(ctx.db, input.id))),
  createType: editing.input(CreateCertificateType).mutation(({ ctx, input }) => createType(ctx, input)),
  openEdition: editing.input(CertificateTypeReference).mutation(({ ctx, input }) => openEdition(ctx, input)),
  saveEdition: editing.input(SaveEdition).mutation(({ ctx, input }) => saveEdition(ctx, input)),
  publishEdition: editing.input(EditionReference).mutation(({ ctx, input }) => publishEdition(ctx, input)),
  discardEdition: editing.input(EditionReference).mutation(({ ctx, input }) => discardEdition(ctx, input)),
  /** A type's page, or an item's certificate, as PDF with sample data, unsigned. */
  previewType: editing.input(PreviewCertificateType).query(({ ctx, input }) => previewType(ctx, input)),
  previewResult: editing.input(PreviewItemResult).query(({ ctx, input }) => previewResult(ctx, input)),
});
