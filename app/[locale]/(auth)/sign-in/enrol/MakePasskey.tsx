"use client";

import { browserSupportsWebAuthn, startRegistration } from "@simplewebauthn/browser";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { Button } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { addPasskey, makePasskey } from "./actions";

/** Makes a passkey on this device. Needs script, and says so without it. */
export function MakePasskey({ next }: { next: string }) {
  const t = useTranslations("staff.factor");
  const refused = useTranslations("errors");
  const [pending, start] = useTransition();
  const [told, tell] = useState<string>();
  const make = async (): Promise<string> => {
    if (!browserSupportsWebAuthn()) return t("unsupported");
    const begun = await makePasskey();
    if ("problem" in begun) return refusalText(refused, begun.problem);
    const response = await startRegistration({ optionsJSON: begun.value }).catch(() => undefined);
    if (!response) return t("cancelled");
    return refusalText(refused, (await addPasskey({ response, name: t("passkeyName") }, next)).problem);
  };
  return (
    <div className="flex flex-col items-start gap-4">
      {told && <Notice tone="warning" live title={told} />}
      <Button look="primary" icon="shield" loading={pending} className="needs-script" onClick={() => start(async () => tell(await make()))}>{t("passkey")}</Button>
      <noscript><p>{t("noScript")}</p></noscript>
    </div>
  );
}
