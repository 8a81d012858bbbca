import { speakable } from "./sentences";

const normal = (language: string) => language.replace("_", "-").toLowerCase();

export function choose(voices: readonly SpeechSynthesisVoice[], language: string): SpeechSynthesisVoice | undefined {
  const [family = ""] = normal(language).split("-");
  const fitting = voices.filter((voice) => normal(voice.lang).startsWith(family));
  const exact = fitting.filter((voice) => normal(voice.lang) === normal(language));
  return exact.find((voice) => voice.localService) ?? exact[0] ?? fitting.find((voice) => voice.localService) ?? fitting[0];
}

/** A voice for the language, or undefined. Browsers load their voices late: waits up to 1.5 seconds. */
export async function findVoice(language: string): Promise<SpeechSynthesisVoice | undefined> {
  const synthesis = typeof window === "undefined" ? undefined : window.speechSynthesis;
  if (!synthesis) return undefined;
  if (synthesis.getVoices().length === 0) {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 1500);
      synthesis.addEventListener("voiceschanged", () => resolve(), { once: true });
    });
  }
  return choose(synthesis.getVoices(), language);
}

type Utterance = { text: string; voice: SpeechSynthesisVoice; language: string; rate: number; onDone: () => void };

/**
 * Speaks one sentence and reports its end once, also where the browser forgets to (a watchdog counts
 * the time a slow voice would need). Returns the function that silences the report.
 */
export function speak({ text, voice, language, rate, onDone }: Utterance): () => void {
  const utterance = new SpeechSynthesisUtterance(speakable(text, language));
  utterance.lang = language;
  utterance.voice = voice;
  utterance.rate = rate;
  let settled = false;
  const settle = () => {
    if (settled) return;
    settled = true;
    clearTimeout(watchdog);
    onDone();
  };
  const watchdog = setTimeout(settle, 4000 + (utterance.text.length * 450) / rate);
  utterance.addEventListener("end", settle);
  utterance.addEventListener("error", settle);
  window.speechSynthesis.speak(utterance);
  return () => {
    settled = true;
    clearTimeout(watchdog);
  };
}
