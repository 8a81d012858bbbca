"use client";

import { useState, useSyncExternalStore } from "react";
import { Button } from "@/app/_ui/Button";
import { TextField } from "@/app/_ui/TextField";

type PasswordFieldProps = { label: string; error: string | undefined; defaultValue: string | undefined; show: string; hide: string };

const never = () => () => undefined;

/** A password that may be pasted, kept by a password manager, and shown. */
export function PasswordField({ label, error, defaultValue, show, hide }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  const scripted = useSyncExternalStore(never, () => true, () => false);
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="min-w-0 grow sm:max-w-[28rem]">
        <TextField name="password" label={label} error={error} className="elder:min-h-tap-primary" type={shown ? "text" : "password"} autoComplete="current-password" defaultValue={defaultValue} />
      </div>
      {scripted && <Button type="button" look="secondary" aria-pressed={shown} onClick={() => setShown(!shown)}>{shown ? hide : show}</Button>}
    </div>
  );
}
