import { describe, expect, it } from "vitest";
import { choose } from "./voice";

const voice = (name: string, lang: string, localService: boolean) => ({ name, lang, localService, default: false, voiceURI: name });
const local = voice("local", "zh-CN", true);
const distant = voice("distant", "zh-CN", false);
const cantonese = voice("cantonese", "zh_HK", true);
const english = voice("english", "en-US", true);

describe("the voice that reads", () => {
  it.each([
    ["one of this device, of the very language", [distant, cantonese, local, english], "zh-CN", "local"],
    ["rather of the very language than of this device", [cantonese, distant], "zh-CN", "distant"],
    ["another of the same language", [english, cantonese], "zh-CN", "cantonese"],
    ["an English one for English", [local, english], "en", "english"],
  ])("is %s", (_, voices, language, expected) => expect(choose(voices, language)?.name).toBe(expected));

  it("is none where nobody speaks the language: the reading view takes over", () => {
    expect(choose([english], "zh-CN")).toBeUndefined();
    expect(choose([], "zh-CN")).toBeUndefined();
  });
});
