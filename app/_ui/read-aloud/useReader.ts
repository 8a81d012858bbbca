"use client";

import { useLocale } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { collectSentences, type Sentence } from "./collect";
import { findVoice, speak } from "./voice";

export const speeds = { slow: 0.7, normal: 0.9, fast: 1.1 } as const;
export type Speed = keyof typeof speeds;
export type ReaderStatus = "idle" | "speaking" | "paused" | "manual";

function highlight(range: Range | undefined): void {
  if (!("highlights" in CSS)) return;
  if (range) CSS.highlights.set("reading", new Highlight(range));
  else CSS.highlights.delete("reading");
}

/** Brings a sentence into view where reading has left the screen. */
function reveal(range: Range | undefined): void {
  const box = range?.getBoundingClientRect();
  const outside = box && (box.bottom > innerHeight - 40 || box.top < 240);
  if (outside) scrollTo({ top: scrollY + box.top - 280, behavior: "instant" });
}

async function voicesFor(languages: readonly string[]): Promise<Map<string, SpeechSynthesisVoice>> {
  const known = await Promise.all([...new Set(languages)].map(async (language) => [language, await findVoice(language)] as const));
  return new Map(known.flatMap(([language, voice]) => (voice ? [[language, voice]] : [])));
}

/** Reading ends with the page, and when it goes out of sight. */
function useStopOnLeaving(stop: () => void): void {
  useEffect(() => {
    const leave = () => document.hidden && stop();
    document.addEventListener("visibilitychange", leave);
    return () => {
      document.removeEventListener("visibilitychange", leave);
      stop();
    };
  }, [stop]);
}

/** Reads `<main>` aloud sentence by sentence; without a voice the sentences can be stepped through by hand. */
export function useReader({ initialSpeed, onSpeed }: { initialSpeed: Speed; onSpeed: (speed: Speed) => void }) {
  const language = useLocale();
  const [status, setStatus] = useState<ReaderStatus>("idle");
  const [sentences, setSentences] = useState<readonly Sentence[]>([]);
  const [index, setIndex] = useState(0);
  const [speed, setSpeed] = useState<Speed>(initialSpeed);
  const voices = useRef(new Map<string, SpeechSynthesisVoice>());

  const stop = useCallback(() => {
    setStatus("idle");
    window.speechSynthesis?.cancel();
    // A paused engine would stay silent for whoever speaks next.
    window.speechSynthesis?.resume();
    highlight(undefined);
  }, []);

  const start = useCallback(async () => {
    const main = document.querySelector("main");
    if (!main) return;
    window.speechSynthesis?.cancel();
    const found = collectSentences(main);
    voices.current = await voicesFor([language, ...found.map((sentence) => sentence.language)]);
    setSentences(found);
    setIndex(0);
    setStatus(voices.current.has(language) ? "speaking" : "manual");
  }, [language]);

  // One sentence is spoken at a time; its end moves to the next.
  useEffect(() => {
    const sentence = sentences[index];
    if (status === "idle" || status === "paused" || !sentence) return undefined;
    highlight(sentence.range);
    reveal(sentence.range);
    const voice = voices.current.get(sentence.language) ?? voices.current.get(language);
    if (status === "manual" || !voice) return undefined;
    const silence = speak({
      text: sentence.text, voice, language: sentence.language, rate: speeds[speed],
      onDone: () => (index + 1 < sentences.length ? setIndex(index + 1) : stop()),
    });
    return () => {
      silence();
      // Already over when the next sentence follows by itself.
      window.speechSynthesis.cancel();
    };
  }, [status, sentences, index, speed, language, stop]);

  useStopOnLeaving(stop);

  return {
    status, sentence: sentences[index]?.text ?? "", language: sentences[index]?.language, index, total: sentences.length, speed,
    setSpeed: (next: Speed) => {
      setSpeed(next);
      onSpeed(next);
    },
    start, stop,
    pause: () => {
      window.speechSynthesis.pause();
      setStatus("paused");
    },
    // Several phones forget a paused sentence, so it is spoken again from its beginning.
    resume: () => {
      window.speechSynthesis.resume();
      setStatus("speaking");
    },
    previous: () => setIndex((now) => Math.max(0, now - 1)),
    next: () => setIndex((now) => Math.min(sentences.length - 1, now + 1)),
  };
}
