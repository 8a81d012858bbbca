import { caseRoles } from "@/domain/applications/policy";
import { ByNumber } from "@/domain/applications/schema";
import { ServeNotice } from "@/domain/notices/schema";
import { procedureFor } from "@/server/api/trpc";
import { serveNotice } from "../commands/service";
import { listServices } from "../queries/service";

/** Proof that a notice came to its addressee. */
export const serviceProcedures = {
  services: procedureFor(...caseRoles).input(ByNumber).query(({ ctx, input }) => listServices(ctx, input.number)),
  serve: procedureFor("clerk", "certificateOfficer").input(ServeNotice).mutation(({ ctx, input }) => serveNotice(ctx, input)),
};
