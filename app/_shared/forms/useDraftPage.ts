"use client";

import { useEffect, useRef, useState, type RefObject, type SubmitEvent } from "react";
import type { ReadAt } from "@/domain/forms/rules/compile";
import { withInputsOf, type AnswerConflict } from "@/domain/forms/rules/inputs";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { FormDefinition } from "@/domain/forms/schema";
import type { KeeperTold, PageKeeper } from "./pageKeeper";
import { rawFromForm } from "./raw";
import { isTouched } from "./touched";
import { forgetTypings, leftTypings, type Left, type TypingPlace } from "./typing";
import { shownIn } from "./usePageKeeper";
import { wantRules } from "./usePageRules";

/** How a page stands after the server answered to it: what its inputs show, and what both agree on. */
type Answered = { at: string; raw: RawAnswers; base: RawAnswers; conflicts: readonly AnswerConflict[]; lost?: boolean };

type Input = { keeper: PageKeeper; told: KeeperTold; place: TypingPlace; definition: FormDefinition; readAt: ReadAt; answered: Answered };
type Element = RefObject<HTMLFormElement | null>;

const rawOf = ({ current }: Element) => rawFromForm(new FormData(current ?? undefined));

/** The inputs of a page as it is being filled in: what they are drawn from, what is typed, and what can be taken over into them. */
export function useDraftPage(element: Element, { keeper, told, place, definition, readAt, answered }: Input) {
  const [drawn, setDrawn] = useState({ of: answered.at, at: answered.at, raw: answered.raw, focus: "" });
  const [typed, setTyped] = useState({ at: answered.at, raw: answered.raw });
  const left = useLeft(element, { place, definition, readAt });
  const shown = drawn.of === answered.at ? drawn : answered;
  const { at: answeredAt, base: answeredBase, conflicts: answeredConflicts, lost } = answered;
  useEffect(() => {
    keeper.reset({ base: answeredBase, conflicts: answeredConflicts });
    if (lost) keeper.changed();
  }, [keeper, answeredAt, answeredBase, answeredConflicts, lost]);
  useEffect(() => {
    if (drawn.focus) document.getElementById(drawn.focus)?.focus();
  }, [drawn]);

  /** Draws the inputs anew, with these questions as `other` has them. */
  const redraw = (other: RawAnswers, fieldIds: readonly string[]) =>
    setDrawn({ of: answered.at, at: crypto.randomUUID(), raw: withInputsOf(rawOf(element), other, fieldIds), focus: `field-${fieldIds[0] ?? ""}` });
  const { news, stored, base } = told.agreed;
  const onChange = () => {
    void wantRules();
    setTyped({ at: shown.at, raw: rawOf(element) });
    keeper.changed();
  };
  useTouched(element, onChange);
  return {
    at: shown.at,
    raw: shown.raw,
    typed: typed.at === shown.at ? typed.raw : shown.raw,
    onChange,
    // What another place answered may bring up questions: a page that did not show them would send them back empty.
    showNews: () => void wantRules().then(() => {
      redraw(stored, news);
      keeper.showsNews();
    }),
    offer: left.offer,
    restore: (offer: Offer) => {
      redraw(offer.raw, offer.fieldIds);
      left.forget();
      // They are drawn before they are read.
      setTimeout(() => keeper.resume(offer, withInputsOf(base, offer.base, offer.fieldIds)));
    },
    dismiss: left.forget,
  };
}

/** What was typed into this page before the browser died, and says something else than what is stored. */
export type Offer = Left & { fieldIds: readonly string[] };

function useLeft(element: Element, { place, definition, readAt }: Pick<Input, "place" | "definition" | "readAt">): { offer: Offer | undefined; forget: () => void } {
  const [found, setFound] = useState<{ offer?: Offer; ids: readonly string[] }>({ ids: [] });
  const looked = useRef(false);
  useEffect(() => {
    if (looked.current) return;
    looked.current = true;
    void leftTypings(place).then(async (all) => {
      if (all.length === 0) return;
      const { changedIn } = await wantRules();
      const shown = shownIn(element.current);
      const offers = all.map((left) => ({ ...left, fieldIds: changedIn(definition, place.section, { ...left, shown }, readAt) }));
      const [ids, offer] = [offers.map(({ id }) => id), offers.find(({ fieldIds }) => fieldIds.length > 0)];
      if (offer) setFound({ offer, ids });
      else await forgetTypings(ids);
    }, () => undefined);
  }, [element, place, definition, readAt]);
  return {
    offer: found.offer,
    forget: () => {
      setFound({ ids: [] });
      void forgetTypings(found.ids);
    },
  };
}

/** What was typed before the page had its script, or what the browser brought back into it, counts as typed. */
function useTouched(element: Element, onChange: () => void): void {
  const looked = useRef(false);
  useEffect(() => {
    if (!looked.current && isTouched(element.current)) onChange();
    looked.current = true;
  }, [element, onChange]);
}

const calmMs = 3000;
const pause = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), calmMs));

/** Sends a page once nothing of it is on its way already; without a network it is held back and says so, with all that was typed. */
export function useCalmSubmit(element: Element, { keeper, told }: Pick<Input, "keeper" | "told">) {
  const [held, setHeld] = useState(false);
  const isAway = told.status.state === "offline";
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    if (!keeper.isBusy() && !isAway) return keeper.handOver();
    event.preventDefault();
    const { submitter } = event.nativeEvent as globalThis.SubmitEvent;
    keeper.now();
    void Promise.race([keeper.settled().then(() => true, () => true), pause()]).then((through) => {
      setHeld(!through);
      if (through) element.current?.requestSubmit(submitter);
    });
  };
  return { held, onSubmit };
}
