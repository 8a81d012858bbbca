import { and, eq } from "drizzle-orm";
import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import type { Reader } from "@/db/client";
import { oidcSessionClients } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { methodsOf, type AskedPerson } from "@/domain/identity/rules/authorization";
import { now } from "@/server/core/clock";
import { findSignIn, readSignIn, sessionStore, type SignedInNow } from "../session";
import { digestOf } from "../tokens";

type Session = InstanceType<Provider["Session"]>;
type Authorizations = NonNullable<Session["authorizations"]>;

/** An instant of the portal's clock, which a demo may move, in seconds of real time, by which other systems live. */
export function realSeconds(at: Date): number {
  return Math.floor((Date.now() - (now().getTime() - at.getTime())) / 1000);
}

/** Somebody signed in, as the rules of authorization see them. */
export function personBehind({ assuranceLevel, authenticatedAt, secondFactorDue }: User): AskedPerson {
  return { assuranceLevel, provenAt: new Date(realSeconds(authenticatedAt) * 1000), factorDue: secondFactorDue !== undefined };
}

/** Names one sign-in to one client (`sid`). */
export function sidOf(ssoId: string, clientId: string): string {
  return digestOf(`${ssoId}|${clientId}`);
}

/** The sign-in behind a request to the provider. */
export async function signInOf(db: Reader, { oidc: { session } }: KoaContextWithOIDC): Promise<SignedInNow | undefined> {
  return session?.accountId ? findSignIn(db, now(), session.uid) : undefined;
}

/** Notes that a sign-in reached a client, under which grant. */
export async function noteClient(db: Reader, { ssoId, actor }: SignedInNow, clientId: string, grantId: string): Promise<void> {
  await sessionStore(db).insert(oidcSessionClients).values({ ssoId, clientId, accountId: actor.id, grantId, createdAt: now() })
    .onConflictDoUpdate({ target: [oidcSessionClients.ssoId, oidcSessionClients.clientId], set: { grantId } });
}

/**
 * Puts the portal's own session in the place of the provider's: who is signed in, since when and how far is read from our
 * row on every request, no second cookie and no second row know anything of it, and what has ended here has ended there.
 */
export function bindSessions(provider: Provider, db: Reader): void {
  const Base = provider.Session;
  class Session extends Base {
    static override async get(ctx: KoaContextWithOIDC) {
      const session = await view(await readSignIn(db, now(), ctx.get("cookie")));
      ctx.oidc.entity("Session", session);
      return session;
    }

    static override async findByUid(uid: string) {
      const signIn = await findSignIn(db, now(), uid);
      return signIn && view(signIn);
    }
  }
  // Nothing of it is ever saved: a session that is new and untouched sets no cookie.
  async function view(signIn: SignedInNow | undefined): Promise<Session> {
    const session = Object.defineProperty(new Session(), "touched", { value: false });
    if (!signIn) return session;
    const { actor, ssoId } = signIn;
    session.loginAccount({ accountId: actor.id, loginTs: realSeconds(actor.authenticatedAt), acr: actor.assuranceLevel, amr: methodsOf(actor.factors) });
    return Object.assign(session, { uid: ssoId, authorizations: await authorizationsOf(db, ssoId), sidFor: (clientId: string) => sidOf(ssoId, clientId) });
  }
  Object.defineProperty(provider, "Session", { value: Session });
}

async function authorizationsOf(db: Reader, ssoId: string): Promise<Authorizations> {
  const rows = await db.select().from(oidcSessionClients).where(eq(oidcSessionClients.ssoId, ssoId));
  return Object.fromEntries(rows.map(({ clientId, grantId }) => [clientId, { sid: sidOf(ssoId, clientId), grantId }]));
}

/** The grant under which a client already holds this sign-in. */
export async function findGrantId(db: Reader, ssoId: string, clientId: string): Promise<string | undefined> {
  const [row] = await db.select().from(oidcSessionClients).where(and(eq(oidcSessionClients.ssoId, ssoId), eq(oidcSessionClients.clientId, clientId))).limit(1);
  return row?.grantId;
}
