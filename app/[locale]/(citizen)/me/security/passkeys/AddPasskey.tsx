"use client";

import { browserSupportsWebAuthn, startRegistration } from "@simplewebauthn/browser";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { Button } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { TextField } from "@/app/_ui/TextField";
import { addPasskey, makePasskey } from "./actions";

/** Makes a passkey on this device for whoever is signed in. Needs script, and says so without it. */
export function AddPasskey() {
  const t = useTranslations("security.passkeys");
  const refused = useTranslations("errors");
  const [pending, start] = useTransition();
  const [told, tell] = useState<string>();
  const [name, setName] = useState("");
  const make = async (): Promise<string | undefined> => {
    if (!browserSupportsWebAuthn()) return t("unsupported");
    const begun = await makePasskey();
    if ("problem" in begun) return refusalText(refused, begun.problem);
    const response = await startRegistration({ optionsJSON: begun.value }).catch((error: Error) => error);
    if (response instanceof Error) return response.name === "InvalidStateError" ? t("held") : t("failed");
    return refusalText(refused, (await addPasskey({ response, name: name.trim() || t("defaultName") })).problem);
  };
  return (
    <div className="flex flex-col items-start gap-5">
      {told && <Notice tone="warning" live title={told} />}
      <div className="needs-script w-full"><TextField name="passkeyName" label={t("name")} hint={t("nameHint")} optional width="medium" maxLength={40} value={name} onChange={(event) => setName(event.target.value)} /></div>
      <Button look="primary" icon="shield" loading={pending} className="needs-script" onClick={() => start(async () => tell(await make()))}>{t("add")}</Button>
      <noscript><p>{t("needsScript")}</p></noscript>
    </div>
  );
}
