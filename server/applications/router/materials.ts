import { ById } from "@/domain/applications/schema";
import { DateMaterial, KeepMaterials, MaterialReference, ReuseMaterial } from "@/domain/applications/schema/materials";
import { procedureFor } from "@/server/api/trpc";
import { dateMaterial, keepMaterials, removeMaterial, reuseMaterial } from "../commands/materials";
import { listKeepable, listMaterials } from "../queries/materials";

const citizen = procedureFor("citizen");

/** What was handed in once and is kept for the next time, because its owner wants it. */
export const materialProcedures = {
  listMaterials: citizen.query(({ ctx }) => listMaterials(ctx)),
  keepable: citizen.input(ById).query(({ ctx, input }) => listKeepable(ctx, input)),
  keepMaterials: citizen.input(KeepMaterials).mutation(({ ctx, input }) => keepMaterials(ctx, input)),
  dateMaterial: citizen.input(DateMaterial).mutation(({ ctx, input }) => dateMaterial(ctx, input)),
  removeMaterial: citizen.input(MaterialReference).mutation(({ ctx, input }) => removeMaterial(ctx, input)),
  reuseMaterial: citizen.input(ReuseMaterial).mutation(({ ctx, input }) => reuseMaterial(ctx, input)),
};
