"use client";

import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore } from "react";
import { Button } from "@/app/_ui/Button";
import { FoldLine } from "@/app/_ui/Cards";
import { TextArea } from "@/app/_ui/TextArea";
import { readForm } from "./read";
import type { BrokenPlace } from "./state";
import type { Builder } from "./useBuilder";

const never = () => () => undefined;

/** The whole form as text: for the expert, and for everybody where no script runs. */
export function TextForm({ builder, posted, broken }: { builder: Builder; posted: string | undefined; broken: readonly BrokenPlace[] | undefined }) {
  const t = useTranslations("builder.text");
  const scripted = useSyncExternalStore(never, () => true, () => false);
  const [typed, setTyped] = useState(posted);
  const [wrong, setWrong] = useState(broken);
  const [open, setOpen] = useState(broken !== undefined);
  const places = (list: readonly BrokenPlace[]) => list.map(({ path }) => (path === "" ? t("notJson") : t("place", { path }))).join(" ");
  const take = () => {
    const read = readForm(typed ?? "");
    if ("broken" in read) return setWrong(read.broken);
    builder.edit({ do: "replace", form: read.form });
    setWrong(undefined);
    return setTyped(undefined);
  };
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)} className="rounded-card border border-line">
      <FoldLine>{t("title")}</FoldLine>
      <div className="flex flex-col gap-4 border-t border-line p-4">
        <p className="text-muted">{t("hint")}</p>
        {/* Long as it is, it is written out only where it is looked at, or where it is what the page posts. */}
        {(open || !scripted) && <TextArea name="form" label={t("label")} rows={16} spellCheck={false} error={wrong ? places(wrong) : undefined} value={typed ?? JSON.stringify(builder.form, null, 2)} onChange={(event) => setTyped(event.currentTarget.value)} />}
        <div className="needs-script"><Button onClick={take} disabled={typed === undefined}>{t("take")}</Button></div>
      </div>
    </details>
  );
}
