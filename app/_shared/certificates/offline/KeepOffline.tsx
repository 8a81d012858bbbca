"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState, type SubmitEvent } from "react";
import { formatDay, dayOfInstant } from "@/app/_i18n/format";
import { browserApi } from "@/app/_trpc/browser";
import { Button, ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Checkbox, RadioGroup } from "@/app/_ui/Choices";
import { Notice } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";
import { vanishesAt } from "@/domain/certificates/rules/vanishing";
import { mostCopies, offlineFaces, type OfflineFace } from "@/domain/certificates/schema/limits";
import type { KeptCopy } from "@/domain/certificates/schema/wallet";
import { forgetAll, mayKeep, ownerHere } from "./forget";
import { prepareOffline } from "./shell";

// What reads and keeps copies is for those who have some, or want one.
const loadStore = () => import("./store");

/**
 * The choice to keep a copy of one certificate on this phone: off until it is made, and only where the browser can. Without script
 * there is nothing to choose. `on` is the operator's switch: while it is off nothing new is kept, and what is there can be deleted.
 */
export function KeepOffline({ id, on }: { id: string; on: boolean }) {
  const t = useTranslations("wallet.offline");
  const [kept, setKept] = useState<KeptCopy | null>();
  useEffect(() => {
    const look = async () => {
      const copies = ownerHere() === null ? [] : (await (await loadStore()).readCopies({ now: new Date() })).copies;
      setKept(copies.find((copy) => copy.id === id) ?? null);
    };
    if (mayKeep()) void look().catch(() => undefined);
  }, [id]);
  if (kept === undefined || (!kept && !on)) return null;
  return (
    <div data-print="no">
      <Section title={t("title")} intro={t("text")}>
        {kept ? <Kept copy={kept} onForgotten={() => setKept(null)} /> : <Choice id={id} onKept={setKept} />}
      </Section>
    </div>
  );
}

function Choice({ id, onKept }: { id: string; onKept: (copy: KeptCopy) => void }) {
  const t = useTranslations("wallet.offline");
  const locale = useLocale();
  const [state, setState] = useState<"ready" | "working" | "unread" | Failure>("ready");
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (!form.has("understood")) return setState("unread");
    setState("working");
    const face = offlineFaces.find((known) => known === form.get("face")) ?? "masked";
    const kept = await keepCopy(id, face, locale).catch((): Failure => "failed");
    if (typeof kept === "string") setState(kept);
    else onKept(kept);
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex max-w-form flex-col gap-5">
      <ul className="flex list-disc flex-col gap-1 pl-[1.4em]">{(["noProof", "goes", "whoSees"] as const).map((key) => <li key={key}>{t(`facts.${key}`)}</li>)}</ul>
      <RadioGroup name="face" legend={t("face")} defaultValue="masked" choices={offlineFaces.map((value) => ({ value, label: t(`faces.${value}.label`), hint: t(`faces.${value}.hint`) }))} />
      <Checkbox name="understood" label={t("understood")} error={state === "unread" ? t("unread") : undefined} />
      {(state === "failed" || state === "full") && <Notice tone="error" live title={t(state, { most: mostCopies })} />}
      <ButtonRow><Button type="submit" icon="lock" loading={state === "working"}>{t("keep")}</Button></ButtonRow>
    </form>
  );
}

type Failure = "failed" | "full";

/** Fetches the copy, prepares this browser, and keeps it; when any of it fails, nothing of it stays. */
async function keepCopy(id: string, face: OfflineFace, locale: Parameters<typeof prepareOffline>[0]): Promise<KeptCopy | "full"> {
  const copy = { ...(await browserApi.certificates.offlineCopy.query({ id, face })), checkedAt: new Date().toISOString() };
  const { keep, readCopies } = await loadStore();
  const { copies: others } = await readCopies({ now: new Date(), owner: copy.owner });
  if (others.length >= mostCopies) return "full";
  try {
    await prepareOffline(locale);
    await keep(copy);
    return copy;
  } catch (error) {
    if (others.length === 0) await forgetAll();
    throw error;
  }
}

function Kept({ copy, onForgotten }: { copy: KeptCopy; onForgotten: () => void }) {
  const t = useTranslations("wallet.offline");
  const locale = useLocale();
  const lastDay = formatDay(dayOfInstant(vanishesAt(copy)), locale);
  return (
    <Notice
      tone="success" live title={t("kept", { face: t(`faces.${copy.face}.label`) })}
      actions={<><Button icon="close" onClick={() => void loadStore().then(({ forget }) => forget(copy.id)).then(onForgotten)}>{t("forget")}</Button><ButtonLink look="quiet" href="/me/certificates/offline">{t("see")}</ButtonLink></>}
    >
      <p>{t("keptText", { date: lastDay })}</p>
    </Notice>
  );
}
