import { ActingField } from "@/app/_shared/identity/ActingField";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { revoke } from "./actions";

/** One press ends it; granting again brings it back. */
export function RevokeForm({ id, label }: { id: string; label: string }) {
  return (
    <form action={revoke}>
      <ActingField />
      <input type="hidden" name="id" value={id} />
      <SubmitButton look="danger">{label}</SubmitButton>
    </form>
  );
}
