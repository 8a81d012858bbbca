import { statusOn } from "@/domain/certificates/rules";
import type { CertificateStatus } from "@/domain/certificates/schema";
import type { Day } from "@/domain/core/calendar";
import { materialFieldId } from "@/domain/items/rules";
import type { Material } from "@/domain/items/schema";
import type { SignatureState } from "../schema/on-file";

/** A certificate as far as it matters here; `signed` is whether its signature has been made. */
export type Held = { id: string; typeId: string; status: CertificateStatus; validUntil: Day | null; signed: boolean };

/** Why a certificate does not stand in place of a paper: its state, its signature, or that its holder took the permission back. */
export type OnFileProblem = Exclude<CertificateStatus, "valid"> | "altered" | "pending" | "grantEnded";

/** The types that stand in place of a material. */
export const typesInPlaceOf = ({ certificateTypes = [] }: Pick<Material, "certificateTypes">): readonly string[] => certificateTypes;

/** Whether a certificate of this type stands in place of the material of a field. */
export function standsFor(materials: readonly Material[], fieldId: string, typeId: string): boolean {
  return materials.some((material) => materialFieldId(material) === fieldId && typesInPlaceOf(material).includes(typeId));
}

/** What keeps a certificate from being used on a day; nothing when it may be. */
export function problemOf({ status, signature }: { status: CertificateStatus; signature: SignatureState }): OnFileProblem | undefined {
  if (signature === "altered") return "altered";
  if (status !== "valid") return status;
  return signature === "pending" ? "pending" : undefined;
}

export type Offer<C extends Held> = {
  fieldId: string;
  /** Those that may be used today, as they came. */
  usable: C[];
  /** Where none may: the first of the others, and why not. */
  ended: { certificate: C; problem: OnFileProblem } | null;
};

/**
 * What the holder has in place of each material; materials without any are left out. Of what was replaced by a newer version
 * nothing is said, for the newer one speaks for itself.
 */
export function offersFor<C extends Held>(materials: readonly Material[], held: readonly C[], today: Day): Offer<C>[] {
  return materials.flatMap((material): Offer<C>[] => {
    const judged = held.filter(({ typeId }) => typesInPlaceOf(material).includes(typeId))
      .map((certificate) => ({ certificate, problem: problemOf({ status: statusOn(certificate, today), signature: certificate.signed ? "valid" : "pending" }) }));
    const usable = judged.filter(({ problem }) => problem === undefined).map(({ certificate }) => certificate);
    const told = judged.find(({ problem }) => problem !== undefined && problem !== "superseded");
    const ended = usable.length === 0 && told?.problem ? { certificate: told.certificate, problem: told.problem } : null;
    return usable.length > 0 || ended ? [{ fieldId: materialFieldId(material), usable, ended }] : [];
  });
}

/** How many of the materials this applicant needs were handed in, and how many of them as certificates only. */
export function savedAmong(needed: readonly string[], { uploaded, onFile }: { uploaded: ReadonlySet<string>; onFile: ReadonlySet<string> }): { needed: number; saved: number } {
  return { needed: needed.length, saved: needed.filter((fieldId) => onFile.has(fieldId) && !uploaded.has(fieldId)).length };
}
