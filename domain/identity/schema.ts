import { z } from "zod";

/** What the sign-in form sends: a phone, an ID number or a staff sign-in name, and the password as typed. */
export const SignIn = z.strictObject({ identifier: z.string().trim().min(1).max(100), password: z.string().min(1).max(200) });
export type SignIn = z.infer<typeof SignIn>;

export const SecondFactor = z.strictObject({ code: z.string().trim().min(6).max(12) });
export type SecondFactor = z.infer<typeof SecondFactor>;
