import { z } from "zod";
import { contrasts, modes, sizes, speeds } from "./schema/view";

/** What the sign-in form sends: a phone, an ID number or a staff sign-in name, and the password as typed. */
export const SignIn = z.strictObject({ identifier: z.string().trim().min(1).max(100), password: z.string().min(1).max(200) });
export type SignIn = z.infer<typeof SignIn>;

export const SecondFactor = z.strictObject({ code: z.string().trim().min(6).max(12) });
export type SecondFactor = z.infer<typeof SecondFactor>;

/** How a person likes to see and hear the portal. 长辈版 (`elder`) is a preset of these. */
export const Preferences = z.strictObject({
  size: z.enum(sizes),
  contrast: z.enum(contrasts),
  readAloud: z.boolean(),
  /** How fast the voice reads. */
  speed: z.enum(speeds),
  simplified: z.boolean(),
  /** What is pointed at or focused, in very large type at the foot of the screen (大字幕). */
  captions: z.boolean(),
  largePointer: z.boolean(),
});
export type Preferences = z.infer<typeof Preferences>;

export const Mode = z.enum(modes);
export type Mode = z.infer<typeof Mode>;

/** A mode and the preferences in it: what one browser, or an account everywhere, shows. */
export const View = z.strictObject({ mode: Mode, preferences: Preferences });
export type View = z.infer<typeof View>;

/** The answer of somebody over sixty who was offered senior mode. */
export const AnswerElderOffer = z.strictObject({ accepted: z.boolean() });
export type AnswerElderOffer = z.infer<typeof AnswerElderOffer>;
