"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import type { FormNode } from "@/domain/forms/rules/edit-places";
import type { Builder } from "./useBuilder";
import type { Steps } from "./useSteps";

type Props = { builder: Builder; chosen: FormNode | undefined; steps: Steps; looking: boolean; onLook: () => void };

/** What can be done with the chosen row, and with the whole; the keys that do the same are told below. */
export function Toolbar({ builder, chosen, steps, looking, onLook }: Props) {
  const t = useTranslations("builder.toolbar");
  const withChosen = (act: (node: FormNode) => void) => () => { if (chosen) act(chosen); };
  const narrow = "px-3!";
  return (
    <div className="needs-script z-10 flex flex-col gap-2 bg-page py-1 lg:sticky lg:top-0 elder:lg:static">
      <div role="group" aria-label={t("label")} className="flex flex-wrap gap-2 elder:gap-4">
        <Button className={narrow} onClick={steps.undo} disabled={!builder.canUndo}>{t("undo")}</Button>
        <Button className={narrow} onClick={steps.redo} disabled={!builder.canRedo}>{t("redo")}</Button>
        <Button className={narrow} onClick={withChosen((node) => builder.choose(node, "properties"))}>{t("properties")}</Button>
        <Button className={narrow} onClick={withChosen((node) => steps.move(node, "up"))}>{t("up")}</Button>
        <Button className={narrow} onClick={withChosen((node) => steps.move(node, "down"))}>{t("down")}</Button>
        <Button className={narrow} onClick={withChosen((node) => steps.duplicate(node))}>{t("duplicate")}</Button>
        <Button className={narrow} onClick={withChosen((node) => steps.remove(node))}>{t("remove")}</Button>
        <Button className={`${narrow} aria-pressed:border-accent aria-pressed:bg-accent-soft`} aria-pressed={looking} onClick={onLook}>{t("look")}</Button>
      </div>
      <Details summary={t("keys")}>
        <ul className="list-disc pl-5">
          {(["arrows", "move", "enter", "copy", "delete", "undo", "save"] as const).map((key) => <li key={key}>{t(`keysOf.${key}`)}</li>)}
        </ul>
      </Details>
    </div>
  );
}
