"use client";

import { browserSupportsWebAuthn, browserSupportsWebAuthnAutofill, startAuthentication } from "@simplewebauthn/browser";
import { useTranslations } from "next-intl";
import { useEffect, useState, useTransition } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import type { Problem } from "@/app/_shared/identity/attempt";
import { Button, type ButtonLook } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import type { askPasskey } from "./actions";

type Ceremony = { ask: typeof askPasskey; answer: (response: unknown, next: string) => Promise<{ problem: Problem }>; next: string };

type Signed = { problem: Problem } | { response: unknown };

/** Asks the browser for a passkey; undefined when its owner gave up. */
async function sign(ask: Ceremony["ask"], useBrowserAutofill: boolean): Promise<Signed | undefined> {
  const asked = await ask();
  if ("problem" in asked) return asked;
  const response = await startAuthentication({ optionsJSON: asked.value, useBrowserAutofill }).catch(() => undefined);
  return response && { response };
}

/** Signs in with the fingerprint, face or screen lock of this device. Needs script, and says so without it. */
export function PasskeyButton({ look = "primary", label, ask, answer, next }: Ceremony & { look?: ButtonLook; label: string }) {
  const t = useTranslations("signIn.passkey");
  const refused = useTranslations("errors");
  const [asking, setAsking] = useState(false);
  const [answering, begin] = useTransition();
  const [told, tell] = useState<string>();
  const press = async () => {
    if (!browserSupportsWebAuthn()) return tell(t("unsupported"));
    setAsking(true);
    const signed = await sign(ask, false);
    setAsking(false);
    if (!signed) return tell(t("cancelled"));
    if ("problem" in signed) return tell(refusalText(refused, signed.problem));
    begin(async () => tell(refusalText(refused, (await answer(signed.response, next)).problem)));
  };
  return (
    <div className="flex flex-col items-start gap-4">
      {told && <Notice tone="warning" live title={told} />}
      <Button look={look} icon="shield" loading={asking || answering} onClick={() => void press()} className="needs-script">{label}</Button>
      <noscript><p>{t("noScript")}</p></noscript>
    </div>
  );
}

/** Lets the browser offer passkeys among what it fills into the name field; silent where it cannot. */
export function PasskeyAutofill({ ask, answer, next }: Ceremony) {
  const [, begin] = useTransition();
  useEffect(() => {
    let gone = false;
    const offer = async () => {
      if (!(await browserSupportsWebAuthnAutofill()) || gone) return;
      const signed = await sign(ask, true);
      // Outside the transition until its owner has chosen: a transition that waits would hold up the form beside it.
      if (signed && "response" in signed && !gone) begin(async () => void (await answer(signed.response, next)));
    };
    offer().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [ask, answer, next]);
  return null;
}
