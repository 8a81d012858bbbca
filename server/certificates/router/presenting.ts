import { ListScans, PresentationCode, PresentationReference, PresentCertificate, ReadScan, ScanPresentation } from "@/domain/certificates/schema/presenting";
import { atLevel, doorProcedure, procedureFor } from "@/server/api/trpc";
import { presentCertificate, revokePresentation } from "../commands/presenting";
import { scanPresentation } from "../commands/scan";
import { getPresentable, getPresentation, listPrinted, listScans, watchPresentation } from "../queries/presenting";
import { lookAtCode, readScan } from "../queries/scans";

const shown = doorProcedure("present");
const citizen = procedureFor("citizen").use(atLevel("viewCertificate"));

/** Showing a certificate to a stranger, and looking at one that is shown. */
export const presenting = {
  presentable: citizen.input(PresentationReference).query(({ ctx, input }) => getPresentable(ctx, input)),
  present: citizen.input(PresentCertificate).mutation(({ ctx, input }) => presentCertificate(ctx, input)),
  presentation: citizen.input(PresentationReference).query(({ ctx, input }) => getPresentation(ctx, input)),
  watchPresentation: citizen.input(PresentationReference).query(({ ctx, input }) => watchPresentation(ctx, input)),
  listPrinted: citizen.input(PresentationReference).query(({ ctx, input }) => listPrinted(ctx, input)),
  revokePresentation: citizen.input(PresentationReference).mutation(({ ctx, input }) => revokePresentation(ctx, input)),
  listScans: citizen.input(ListScans).query(({ ctx, input }) => listScans(ctx, input)),
  lookAtCode: shown.input(PresentationCode).query(({ ctx, input }) => lookAtCode(ctx, input)),
  scan: shown.input(ScanPresentation).mutation(({ ctx, input }) => scanPresentation(ctx, input)),
  readScan: shown.input(ReadScan).query(({ ctx, input }) => readScan(ctx, input)),
};
