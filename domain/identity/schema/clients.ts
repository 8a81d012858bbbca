import { z } from "zod";
import { assuranceLevels } from "@/domain/core/actor";
import { clientAuthMethods, idTokenAlgorithms, oidcScopes } from "../rules/authorization";
import { isClientAddress, isPublicSigningKey, shareHost } from "../rules/clients";

const Address = z.string().max(500).refine(isClientAddress);

/** The public keys of a client that proves itself by `private_key_jwt`. */
export const ClientKeys = z.object({ keys: z.array(z.record(z.string(), z.unknown()).refine(isPublicSigningKey)).min(1).max(5) });
export type ClientKeys = z.infer<typeof ClientKeys>;

/** A system that wants to sign people in through the portal, as the security administrator registers it. */
export const RegisterClient = z.strictObject({
  name: z.string().trim().min(2).max(60),
  nameEn: z.string().trim().max(100).optional(),
  /** Credit code of the department that answers for the system. */
  departmentUscc: z.string().trim().regex(/^[0-9A-Z]{18}$/),
  redirectUris: z.array(Address).min(1).max(10).refine(shareHost),
  postLogoutRedirectUris: z.array(Address).max(10),
  backchannelLogoutUri: Address.optional(),
  scopes: z.array(z.enum(oidcScopes)).transform((scopes) => oidcScopes.filter((scope) => scope === "openid" || scopes.includes(scope))),
  minAssuranceLevel: z.enum(assuranceLevels),
  authMethod: z.enum(clientAuthMethods),
  keys: ClientKeys.optional(),
  idTokenAlgorithm: z.enum(idTokenAlgorithms),
}).refine(({ authMethod, keys }) => (authMethod === "private_key_jwt") === (keys !== undefined), { path: ["keys"] });
export type RegisterClient = z.infer<typeof RegisterClient>;

export const ByClient = z.strictObject({ clientId: z.uuid() });
export type ByClient = z.infer<typeof ByClient>;

/** `certificates:<type>`, or one field of that type, or all of them (`*`). */
const ApiScope = z.string().regex(/^certificates:[a-z][a-z0-9-]{1,59}(:(\*|holders\.(name|code)|certificate_number|face\.[a-zA-Z][A-Za-z0-9_-]{0,79}))?$/);

/** What a system may ask of the open interface in its own name, and how often a day; no scopes shut it out. */
export const SetApiAccess = ByClient.extend({ scopes: z.array(ApiScope).max(200), dailyQuota: z.int().min(1).max(1_000_000) });
export type SetApiAccess = z.infer<typeof SetApiAccess>;

export const ByAuthorization = z.strictObject({ uid: z.string().regex(/^[\w-]{1,60}$/) });
export type ByAuthorization = z.infer<typeof ByAuthorization>;
