import type { RevisionContent } from "@/domain/items/schema";
import { materialFileKinds, type MaterialFile, type MaterialFileKind } from "@/domain/items/schema/life";

/** Every blank form and sample that a revision names, with the material it belongs to. */
export function filesIn({ materials }: Pick<RevisionContent, "materials">): { material: string; kind: MaterialFileKind; file: MaterialFile }[] {
  return materials.flatMap((material) => materialFileKinds.flatMap((kind) => {
    const file = material[kind];
    return file ? [{ material: material.key, kind, file }] : [];
  }));
}

/** The content with a file put to a material, or taken from it. */
export function withFile<Content extends Pick<RevisionContent, "materials">>(content: Content, key: string, kind: MaterialFileKind, file: MaterialFile | undefined): Content {
  const materials = content.materials.map((material) => {
    if (material.key !== key) return material;
    const { [kind]: _before, ...rest } = material;
    return file ? { ...rest, [kind]: file } : rest;
  });
  return { ...content, materials };
}
