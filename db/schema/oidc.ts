import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid, check } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { assuranceLevels } from "@/domain/core/actor";
import { clientAuthMethods, idTokenAlgorithms, oidcScopes } from "@/domain/identity/rules/authorization";
import { id, instant } from "./columns";
import { departments } from "./departments";
import { accounts } from "./identity";

/** A system that signs people in through the portal (relying party). Its id is its `client_id`; its secret is sealed. */
export const oidcClients = pgTable("oidc_clients", {
  id: id(),
  name: text().notNull(),
  nameEn: text(),
  departmentId: uuid().notNull().references(() => departments.id),
  redirectUris: text().array().notNull(),
  postLogoutRedirectUris: text().array().notNull(),
  backchannelLogoutUri: text(),
  scopes: text({ enum: oidcScopes }).array().notNull(),
  /** Asked for when a request names no `acr_values` of its own. */
  minAssuranceLevel: text({ enum: assuranceLevels }).notNull(),
  authMethod: text({ enum: clientAuthMethods }).notNull(),
  secret: text(),
  /** The public keys of a client that authenticates by `private_key_jwt`. */
  jwks: jsonb().$type<{ keys: Record<string, unknown>[] }>(),
  idTokenAlgorithm: text({ enum: idTokenAlgorithms }).notNull(),
  /** What it may ask of the open interface in its own name (client credentials); without any it gets no such token. */
  apiScopes: text().array().notNull().default([]),
  /** Requests to the open interface, a day. */
  apiDailyQuota: integer().notNull().default(1000),
  createdBy: uuid().notNull().references(() => accounts.id),
  createdAt: instant().notNull(),
  disabledAt: instant(),
}, (t) => [check("oidc_clients_quota", sql`${t.apiDailyQuota} between 1 and 1000000`), check("oidc_clients_credential", sql`(${t.authMethod} = 'private_key_jwt') = (${t.jwks} is not null) and (${t.authMethod} = 'private_key_jwt') = (${t.secret} is null)`)]);

/** What a person has agreed that a client may be told; asked once, until they take it back. */
export const oidcConsents = pgTable("oidc_consents", {
  id: id(),
  accountId: uuid().notNull().references(() => accounts.id),
  clientId: uuid().notNull().references(() => oidcClients.id),
  scopes: text({ enum: oidcScopes }).array().notNull(),
  grantedAt: instant().notNull(),
}, (t) => [uniqueIndex("oidc_consents_once").on(t.accountId, t.clientId)]);

/** The clients that a sign-in reached, and the grant each holds in it; told when that sign-in ends. */
export const oidcSessionClients = pgTable("oidc_session_clients", {
  ssoId: uuid().notNull(),
  clientId: uuid().notNull().references(() => oidcClients.id),
  accountId: uuid().notNull().references(() => accounts.id),
  grantId: text().notNull(),
  createdAt: instant().notNull(),
  toldAt: instant(),
}, (t) => [primaryKey({ columns: [t.ssoId, t.clientId] })]);

/** Under which `sub` a sector (the clients of one host) knows a person: random, so that two sectors cannot compare. */
export const oidcSubjects = pgTable("oidc_subjects", {
  subject: uuid().primaryKey().defaultRandom(),
  accountId: uuid().notNull().references(() => accounts.id),
  sector: text().notNull(),
}, (t) => [uniqueIndex("oidc_subjects_once").on(t.accountId, t.sector)]);

/** Keys that sign tokens, a generation per period, private parts sealed. The newest signs; older ones verify. */
export const oidcKeys = pgTable("oidc_keys", {
  id: id(),
  generation: integer().notNull(),
  algorithm: text({ enum: idTokenAlgorithms }).notNull(),
  jwk: text().notNull(),
  createdAt: instant().notNull(),
}, (t) => [uniqueIndex("oidc_keys_once").on(t.generation, t.algorithm)]);

/** Codes, tokens, grants and interactions of the provider: found by a digest of their id, their content sealed. */
export const oidcModels = pgTable("oidc_models", {
  id: id(),
  kind: text().notNull(),
  idDigest: text().notNull(),
  grantDigest: text(),
  payload: text().notNull(),
  expiresAt: instant().notNull(),
  consumedAt: instant(),
}, (t) => [uniqueIndex("oidc_models_once").on(t.kind, t.idDigest), index().on(t.grantDigest), index().on(t.expiresAt)]);

/** An identity at another provider, known by its issuer and subject, that signs in to an account of ours. */
export const externalIdentities = pgTable("external_identities", {
  id: id(),
  issuer: text().notNull(),
  subject: text().notNull(),
  accountId: uuid().notNull().references(() => accounts.id),
  linkedAt: instant().notNull(),
  lastUsedAt: instant().notNull(),
}, (t) => [uniqueIndex("external_identities_once").on(t.issuer, t.subject), index().on(t.accountId)]);

/** A sign-in under way at another provider, bound to one browser by the cookie whose digest this row holds. */
export const externalSignIns = pgTable("external_sign_ins", {
  id: id(),
  cookieDigest: text().notNull().unique(),
  provider: text().notNull(),
  /** State, nonce and verifier; once the provider has answered, who it says this is. */
  payload: text().notNull(),
  expiresAt: instant().notNull(),
  answeredAt: instant(),
  usedAt: instant(),
}, (t) => [index().on(t.expiresAt)]);
