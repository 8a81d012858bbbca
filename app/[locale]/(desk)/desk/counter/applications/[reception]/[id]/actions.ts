"use server";

import { redirect } from "next/navigation";
import { rawFromForm, withoutRow } from "@/app/_shared/forms/raw";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { signatures } from "@/domain/applications/schema/counter";

// What the page does by itself where there is script, and outlasts a lost network, is done here where there is none.

const placeOf = (form: FormData) => ({ reception: textOf(form, "_reception"), id: textOf(form, "_draft") });
const pathOf = ({ reception, id }: ReturnType<typeof placeOf>) => `/desk/counter/applications/${reception}/${id}`;
const told = (refusal: Refusal | undefined, otherwise: string) => (refusal ? `refused=${encodeURIComponent(refusal.code)}` : otherwise);

/** Saves the whole page, section by section. */
export async function saveIntake(form: FormData): Promise<void> {
  const place = placeOf(form);
  const caller = await apiFor(form);
  const [intent = "save", group = "", row = "0"] = textOf(form, "_intent").split(":");
  const raw = intent === "remove" ? withoutRow(rawFromForm(form), group, Number(row) || 0) : rawFromForm(form);
  for (const section of textOf(form, "_sections").split(" ").filter(Boolean)) {
    const refusal = await refusalOf(caller.applications.counterSave({ ...place, section, raw }));
    await detour(refusal, form, pathOf(place));
    if (refusal) redirect(await here(`${pathOf(place)}?${told(refusal, "")}`));
  }
  redirect(await here(`${pathOf(place)}?${intent === "add" ? `add=${encodeURIComponent(group)}#field-${group}` : "saved=1"}`));
}

/** Says that the original was seen, takes that back, or takes an upload out. */
export async function changeFile(form: FormData): Promise<void> {
  const place = placeOf(form);
  const { applications } = await apiFor(form);
  const file = { ...place, fileId: textOf(form, "_file") };
  const does = textOf(form, "_do");
  const refusal = await refusalOf(does === "remove" ? applications.counterRemoveFile(file) : applications.counterCompare({ ...file, compared: does === "compared" }));
  await detour(refusal, form, pathOf(place));
  redirect(await here(`${pathOf(place)}?${told(refusal, "saved=1")}#materials`));
}

/** Uses a certificate of whoever is served in place of a paper, once they have agreed. */
export async function takeCertificate(form: FormData): Promise<void> {
  const [place, certificateId] = [placeOf(form), textOf(form, "_certificate")];
  if (textOf(form, `_consent-${certificateId}`) !== "yes") redirect(await here(`${pathOf(place)}?refused=applications.consentMissing#materials`));
  const refusal = await refusalOf((await apiFor(form)).applications.counterAttachCertificate({ ...place, fieldId: textOf(form, "_field"), certificateId, consent: true }));
  await detour(refusal, form, pathOf(place));
  redirect(await here(`${pathOf(place)}?${told(refusal, "saved=1")}#materials`));
}

/** Takes it out again. */
export async function takeCertificateOut(form: FormData): Promise<void> {
  const place = placeOf(form);
  const refusal = await refusalOf((await apiFor(form)).applications.counterDetachCertificate({ ...place, attachmentId: textOf(form, "_attachment") }));
  await detour(refusal, form, pathOf(place));
  redirect(await here(`${pathOf(place)}?${told(refusal, "saved=1")}#materials`));
}

/** Files it. */
export async function submitIntake(form: FormData): Promise<void> {
  const place = placeOf(form);
  if (textOf(form, "_declared") !== "yes") redirect(await here(`${pathOf(place)}?refused=applications.declarationMissing#filing`));
  const caller = await apiFor(form);
  const signature = signatures.find((one) => one === textOf(form, "_signature")) ?? "screen";
  let filed: Awaited<ReturnType<typeof caller.applications.counterSubmit>> | undefined;
  const refusal = await refusalOf(caller.applications.counterSubmit({ ...place, declared: true, signature, ...(textOf(form, "_person") === "yes" ? { person: true } : {}), later: form.getAll("_later").map(String) }).then((value) => (filed = value)));
  await detour(refusal, form, pathOf(place));
  if (refusal || !filed) redirect(await here(`${pathOf(place)}?${told(refusal, "refused=requests.failed")}`));
  redirect(await here(filed.awaits ? `/desk/counter/applications/${place.reception}?did=asked` : `/desk/counter/applications/receipt/${place.id}`));
}

/** Goes on with the item's newer edition; what was filled in comes along. */
export async function adoptEdition(form: FormData): Promise<void> {
  const place = placeOf(form);
  const refusal = await refusalOf((await apiFor(form)).applications.counterAdopt(place));
  await detour(refusal, form, pathOf(place));
  redirect(await here(`${pathOf(place)}?${told(refusal, "saved=1")}`));
}
