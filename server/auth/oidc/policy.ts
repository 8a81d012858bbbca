import { errors, interactionPolicy, type KoaContextWithOIDC } from "oidc-provider";
import type { Reader } from "@/db/client";
import { askedBy, nextStep, type AuthorizationStep } from "@/domain/identity/rules/authorization";
import { consentedScopes, sectorOf, subjectOf } from "./claims";
import { personBehind, signInOf } from "./sign-on";

const { Check, Prompt } = interactionPolicy;

/** Two prompts, `login` and `consent`, decided by the same rule that the page follows. */
export function policyFor(db: Reader) {
  const check = (reason: string, description: string, steps: readonly AuthorizationStep[]) =>
    new Check(reason, description, async (ctx) => steps.includes(await stepOf(db, ctx)));
  const policy = interactionPolicy.base();
  policy.clear();
  for (const prompt of [
    new Prompt({ name: "login", requestable: true }, check("portal_login", "End-User authentication is required", ["signIn", "proveAgain", "stepUp"])),
    new Prompt({ name: "consent", requestable: true }, check("portal_consent", "End-User consent is required", ["consent"])),
  ]) {
    // The library's own check waits for a submitted result; ours looks at what is so.
    prompt.checks.remove(`${prompt.name}_prompt`);
    policy.add(prompt);
  }
  return policy;
}

async function stepOf(db: Reader, ctx: KoaContextWithOIDC): Promise<AuthorizationStep> {
  const { client, params = {}, entities, result } = ctx.oidc;
  await refuseOtherPerson(db, ctx);
  const requestedAt = entities.Interaction?.iat ?? Math.floor(Date.now() / 1000);
  const asked = askedBy(params, new Date(requestedAt * 1000));
  const signIn = await signInOf(db, ctx);
  if (!signIn || !client) return "signIn";
  const consented = await consentedScopes(db, signIn.actor.id, client.clientId);
  return nextStep({ ...asked, consentAnew: asked.consentAnew && !result?.consent }, personBehind(signIn.actor), consented);
}

/** `id_token_hint` names the person expected; somebody else's answer would be a mistake. */
async function refuseOtherPerson(db: Reader, { oidc }: KoaContextWithOIDC): Promise<void> {
  const { entities, session, client } = oidc;
  const expected = entities.IdTokenHint?.payload["sub"];
  if (!expected || !session?.accountId || !client) return;
  if (expected !== (await subjectOf(db, session.accountId, sectorOf(client)))) throw new errors.LoginRequired();
}
