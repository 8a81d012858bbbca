import { z } from "zod";

const text = z.string().max(4000);
const shared = {
  id: z.string().min(1).max(1500), rawId: z.string().min(1).max(1500), type: z.literal("public-key"),
  clientExtensionResults: z.record(z.string(), z.unknown()),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).exactOptional(),
};

/** What a browser answers when a new passkey has been made (WebAuthn RegistrationResponseJSON; what else it says is dropped). */
export const PasskeyMade = z.object({
  ...shared, response: z.object({ clientDataJSON: text, attestationObject: z.string().max(20_000), transports: z.array(z.string().max(30)).max(10).exactOptional() }),
});
export type PasskeyMade = z.infer<typeof PasskeyMade>;

/** What a browser answers when a passkey has signed (WebAuthn AuthenticationResponseJSON). */
export const PasskeySigned = z.object({
  ...shared, response: z.object({ clientDataJSON: text, authenticatorData: text, signature: text, userHandle: text.exactOptional() }),
});
export type PasskeySigned = z.infer<typeof PasskeySigned>;

/** What its owner calls a passkey. */
export const PasskeyName = z.string().trim().min(1).max(40);
