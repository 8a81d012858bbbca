"use client";

import { browserSupportsWebAuthn, startRegistration, type PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/browser";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { Button, type ButtonLook } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { TextField } from "@/app/_ui/TextField";
import type { Problem } from "./attempt";

type AddPasskeyProps = {
  look?: ButtonLook;
  begin: () => Promise<{ value: PublicKeyCredentialCreationOptionsJSON } | { problem: Problem }>;
  finish: (made: { response: unknown; name: string }, back: string) => Promise<{ problem: Problem }>;
  /** The page to return to, with `added=passkey`. */
  back: string;
};

/** Makes a passkey on this device for whoever is signed in. Needs script, and says so without it. Messages: `signIn`, `errors`. */
export function AddPasskey({ look = "primary", begin, finish, back }: AddPasskeyProps) {
  const t = useTranslations("signIn.passkey");
  const refused = useTranslations("errors");
  const [pending, start] = useTransition();
  const [told, tell] = useState<string>();
  const [name, setName] = useState(t("defaultName"));
  const make = async (): Promise<string | undefined> => {
    if (!browserSupportsWebAuthn()) return t("unsupported");
    const begun = await begin();
    if ("problem" in begun) return refusalText(refused, begun.problem);
    const response = await startRegistration({ optionsJSON: begun.value }).catch((error: Error) => error);
    if (response instanceof Error) return t(response.name === "InvalidStateError" ? "held" : "cancelled");
    return refusalText(refused, (await finish({ response, name }, back)).problem);
  };
  return (
    <div className="flex flex-col items-start gap-5">
      {told && <Notice tone="warning" live title={told} />}
      <div className="needs-script w-full"><TextField name="passkeyName" label={t("name")} hint={t("nameHint")} width="medium" maxLength={40} value={name} onChange={(event) => setName(event.target.value)} /></div>
      <Button look={look} icon="shield" loading={pending} className="needs-script" onClick={() => start(async () => tell(await make()))}>{t("add")}</Button>
      <noscript><p>{t("noScript")}</p></noscript>
    </div>
  );
}
