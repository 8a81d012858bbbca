"use client";

import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore, type ReactNode } from "react";
import { Button } from "@/app/_ui/Button";
import { TextField } from "@/app/_ui/TextField";

type Props = { name?: string; label: string; hint?: ReactNode; error?: string | undefined; autoComplete: "current-password" | "new-password" };

const never = () => () => undefined;

/** A password that may be pasted, kept by a password manager, and shown. */
export function PasswordField({ name = "password", label, hint, error, autoComplete }: Props) {
  const t = useTranslations("security.password");
  const [shown, setShown] = useState(false);
  const scripted = useSyncExternalStore(never, () => true, () => false);
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="min-w-0 grow sm:max-w-[28rem]">
        <TextField name={name} label={label} hint={hint} error={error} className="elder:min-h-tap-primary" type={shown ? "text" : "password"} autoComplete={autoComplete} spellCheck={false} maxLength={200} />
      </div>
      {scripted && <Button aria-pressed={shown} onClick={() => setShown(!shown)}>{t(shown ? "hide" : "show")}<span className="sr-only"> {label}</span></Button>}
    </div>
  );
}
