import { countSealed, dropSealed, keepSealed, readSealed } from "@/app/_shared/offline/sealed";
import { vanishing, type Known, type Vanishing } from "@/domain/certificates/rules/vanishing";
import { KeptCopy } from "@/domain/certificates/schema/wallet";
import { forgetAll, mayKeep, ownerHere, setOwnerHere } from "./forget";

/** Keeps a copy of a certificate on this phone. */
export async function keep(copy: KeptCopy): Promise<void> {
  await keepSealed("wallet", copy.id, copy);
  setOwnerHere(copy.owner);
}

/** A copy that was deleted, and why; of another account's nothing is told. */
export type Gone = { name: string; reason: Exclude<Vanishing, "otherAccount"> };

/** The copies that may still be shown; all others are deleted here. */
export async function readCopies(known: Known): Promise<{ copies: KeptCopy[]; gone: Gone[] }> {
  if (!mayKeep() || ownerHere() === null) return { copies: [], gone: [] };
  const all = (await readSealed("wallet")).map(({ id, value }) => ({ id, copy: KeptCopy.safeParse(value).data }));
  const judged = all.map(({ id, copy }) => ({ id, copy, reason: copy && vanishing(copy, known) }));
  const copies = judged.flatMap(({ copy, reason }) => (copy && !reason ? [copy] : []));
  for (const { id, copy, reason } of judged) if (!copy || reason) await dropSealed("wallet", id);
  if (copies.length === 0) await forgetAll();
  return { copies, gone: judged.flatMap(({ copy, reason }) => (copy && reason && reason !== "otherAccount" ? [{ name: copy.name, reason }] : [])) };
}

/** Deletes one copy; with the last one everything that was kept for it. */
export async function forget(id: string): Promise<void> {
  await dropSealed("wallet", id);
  if ((await countSealed("wallet")) === 0) await forgetAll();
}
