"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { NumberField, TextField } from "@/app/_ui/TextField";
import type { LocalisedText } from "@/domain/forms/schema";

type TextProps = { name: string; label: string; value: LocalisedText | undefined; optional?: boolean; error?: string | undefined; onChange: (value: LocalisedText | undefined) => void };

/** A text in both languages. An optional one without Chinese is none. */
export function BothLanguages({ name, label, value, optional = false, error, onChange }: TextProps) {
  const t = useTranslations("builder.properties");
  const put = (zh: string, en: string) => onChange(optional && !zh && !en ? undefined : { zh, ...(en && { en }) });
  return (
    <>
      <TextField name={`${name}.zh`} label={label} optional={optional} width="full" lang="zh-CN" error={error} value={value?.zh ?? ""} onChange={(event) => put(event.currentTarget.value, value?.en ?? "")} />
      <TextField name={`${name}.en`} label={t("inEnglish", { label })} optional width="full" lang="en" value={value?.en ?? ""} onChange={(event) => put(value?.zh ?? "", event.currentTarget.value)} />
    </>
  );
}

type NumberProps = { name: string; label: string; value: number | undefined; onChange: (value: number | undefined) => void };

/** A number as it is typed: what is none yet stays in the input and is said to be none. */
export function TypedNumber({ name, label, value, onChange }: NumberProps) {
  const t = useTranslations("builder.properties");
  const [typed, setTyped] = useState("");
  const shown = numberIn(typed) === value ? typed : String(value ?? "");
  const [wrong, setWrong] = useState<string>();
  const text = wrong ?? shown;
  return (
    <NumberField
      name={name} label={label} optional width="tiny" value={text} error={wrong === undefined ? undefined : t("notANumber")}
      onChange={(event) => {
        const next = event.currentTarget.value;
        const number = numberIn(next);
        setTyped(next);
        setWrong(Number.isNaN(number) ? next : undefined);
        if (!Number.isNaN(number)) onChange(number);
      }}
    />
  );
}

function numberIn(text: string): number | undefined {
  const plain = text.normalize("NFKC").trim();
  return plain === "" ? undefined : Number(plain);
}

type IdProps = { name: string; label: string; hint: string; value: string; pattern: RegExp; taken: ReadonlySet<string>; fixed: boolean; onChange: (id: string) => void };

/** An id, changed when one leaves the input, and only to one that is free and well formed. */
export function IdField({ name, label, hint, value, pattern, taken, fixed, onChange }: IdProps) {
  const t = useTranslations("builder.properties");
  const [typed, setTyped] = useState<string>();
  const text = typed ?? value;
  const error = typed === undefined || typed === value ? undefined : !pattern.test(typed) ? t("idMalformed") : taken.has(typed) ? t("idTaken") : undefined;
  const settle = () => {
    if (typed === undefined || error) return;
    setTyped(undefined);
    if (typed !== value) onChange(typed);
  };
  return (
    <TextField
      name={name} label={label} hint={hint} width="full" spellCheck={false} autoCapitalize="off" className="font-mono" readOnly={fixed} value={text} error={error}
      onChange={(event) => setTyped(event.currentTarget.value)} onBlur={settle}
      onKeyDown={(event) => { if (event.key === "Enter") settle(); }}
    />
  );
}
