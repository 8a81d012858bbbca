import { importRoles } from "@/domain/certificates/policy/import";
import { ImportReference, ListImportRows, ListImports } from "@/domain/certificates/schema/import";
import { procedureFor } from "@/server/api/trpc";
import { cancelImport, confirmImport } from "../commands/imports";
import { getImport, listImportChoices, listImportRows, listImports } from "../queries/imports";

const officer = procedureFor(...importRoles);

/** Certificates issued before, taken over from a file; the file itself comes to `/api/certificates/import`. */
export const importProcedures = {
  listImportChoices: officer.query(({ ctx }) => listImportChoices(ctx)),
  listImports: officer.input(ListImports).query(({ ctx, input }) => listImports(ctx, input)),
  getImport: officer.input(ImportReference).query(({ ctx, input }) => getImport(ctx, input.id)),
  listImportRows: officer.input(ListImportRows).query(({ ctx, input }) => listImportRows(ctx, input)),
  confirmImport: officer.input(ImportReference).mutation(({ ctx, input }) => confirmImport(ctx, input)),
  cancelImport: officer.input(ImportReference).mutation(({ ctx, input }) => cancelImport(ctx, input)),
};
