import { faultsOf } from "./faults";
import { type Proof, proofs } from "./proofs";
import { replica } from "./replica";
import { onStand, type Plan } from "./stand";

type Shown = { name: string; says: string; seconds: number; figure: string; failure?: string };

/** Every proof on one stand, one after the other; what fails is told and the next one tried. */
export function proveFleet(plan: Plan, only: (proof: Proof) => boolean = () => true): Promise<Shown[]> {
  return onStand(plan, async (stand) => {
    const shown: Shown[] = [];
    for (const { name, says, prove } of [...proofs, ...(plan.replica ? [replica] : []), ...faultsOf(plan)].filter(only)) {
      const began = performance.now();
      const outcome = await prove(stand).then((figure) => ({ figure: figure ?? "" }), (error: unknown) => ({ figure: "", failure: error instanceof Error ? error.message : String(error) }));
      shown.push({ name, says, seconds: (performance.now() - began) / 1000, ...outcome });
    }
    return shown;
  });
}
