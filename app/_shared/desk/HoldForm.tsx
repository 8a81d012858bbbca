import { useTranslations } from "next-intl";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { SubmitButton } from "@/app/_ui/SubmitButton";

type HoldFormProps = {
  action: (form: FormData) => Promise<void>;
  verb: "claim" | "release";
  id: string;
  number: string;
  /** The one step of the case it is about. */
  step?: string;
  /** Said after the verb to assistive technology, where many such buttons stand together. */
  subject?: string;
  returnTo: string;
  idempotencyKey: string;
  look?: "primary" | "secondary" | "quiet";
};

/** The button that takes a case or gives it back; a plain form. */
export function HoldForm({ action, verb, id, number, step, subject, returnTo, idempotencyKey, look = "secondary" }: HoldFormProps) {
  const t = useTranslations("desk.hold");
  return (
    <form action={action} data-print="no" className="relative">
      <ActingField />
      {Object.entries({ id, number, returnTo, idempotencyKey, ...(step ? { step } : {}) }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <SubmitButton look={look} data-key="claim" className="whitespace-nowrap">
        {t(verb)}{subject && <span className="sr-only"> {subject}</span>}
      </SubmitButton>
    </form>
  );
}
