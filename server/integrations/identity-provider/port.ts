import type { AssuranceLevel } from "@/domain/core/actor";

/** What has to be kept, in one browser's name, between sending somebody to a provider and their coming back. */
export type Kept = { state: string; nonce: string; verifier: string };

/** Who a provider says somebody is. `level` is what this portal grants for it, never what the provider calls itself. */
export type ExternalIdentity = { issuer: string; subject: string; name: string | undefined; citizenId: string | undefined; level: AssuranceLevel };

/** A provider's answer that must not be believed, or none at all. */
export class ProviderRefusal extends Error {
  constructor(readonly away: boolean, cause: unknown) {
    super(away ? "the provider does not answer" : "the provider's answer was refused", { cause });
    this.name = "ProviderRefusal";
  }
}

/** One OpenID provider that signs people in to this portal. Both acts throw `ProviderRefusal`. */
export type IdentityProviderPort = {
  /** Where to send the browser. */
  begin(redirectUri: string): Promise<{ url: string; kept: Kept }>;
  /** Redeems the address at which the browser came back. */
  finish(answer: URL, kept: Kept): Promise<ExternalIdentity>;
};
