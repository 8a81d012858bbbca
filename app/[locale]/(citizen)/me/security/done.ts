import { z } from "zod";

/** What the overview says was just done. */
export const Done = z.enum(["ended", "othersEnded", "gone", "password", "phone", "email", "emailRemoved", "authenticator", "authenticatorRemoved"]);
export type Done = z.infer<typeof Done>;
