import { AttachCertificate, DetachCertificate } from "@/domain/applications/schema/on-file";
import { atLevel, procedureFor } from "@/server/api/trpc";
import { attachCertificate, detachCertificate } from "../commands/on-file";

const citizen = procedureFor("citizen").use(atLevel("viewCertificate"));

/** Certificates in place of papers. */
export const onFileProcedures = {
  attachCertificate: citizen.input(AttachCertificate).mutation(({ ctx, input }) => attachCertificate(ctx, input)),
  detachCertificate: procedureFor("citizen").input(DetachCertificate).mutation(({ ctx, input }) => detachCertificate(ctx, input)),
};
