import { nextCheck, type OnlineCheck } from "@/domain/identity/rules/levels";
import { env } from "@/env";
import { fakeBankCheck } from "./bank-check/fake";
import { liveBankCheck } from "./bank-check/live";
import type { BankCheckPort } from "./bank-check/port";
import { fakeDocumentReader } from "./document-reader/fake";
import { liveDocumentReader } from "./document-reader/live";
import type { DocumentReaderPort } from "./document-reader/port";
import { fakeEnterpriseRegistry } from "./enterprise-registry/fake";
import { liveEnterpriseRegistry } from "./enterprise-registry/live";
import type { EnterpriseRegistryPort } from "./enterprise-registry/port";
import { fakeLivePerson } from "./live-person/fake";
import { liveLivePerson } from "./live-person/live";
import type { LivePersonPort } from "./live-person/port";
import { fakeNetworkIdentity } from "./network-identity/fake";
import { liveNetworkIdentity } from "./network-identity/live";
import type { NetworkIdentityPort } from "./network-identity/port";
import { fakePopulationRegistry } from "./population-registry/fake";
import { livePopulationRegistry } from "./population-registry/live";
import type { PopulationRegistryPort } from "./population-registry/port";
import type { Endpoint } from "./signed-request";

function choose<Port>(url: string | undefined, key: string | undefined, live: (endpoint: Endpoint) => Port, fake: Port): Port | undefined {
  const [keyId = "", secret = ""] = key?.split(":") ?? [];
  if (url && secret) return live({ url, keyId, secret, patienceMs: env().IDENTITY_CHECK_PATIENCE_MS });
  return env().demo ? fake : undefined;
}

/** The systems asked about an identity: live where configured, the demo city's in demo mode, otherwise none, and the way is not offered. */
export const populationRegistry = (): PopulationRegistryPort | undefined => choose(env().POPULATION_REGISTRY_URL, env().POPULATION_REGISTRY_KEY, livePopulationRegistry, fakePopulationRegistry);
export const bankCheck = (): BankCheckPort | undefined => choose(env().BANK_CHECK_URL, env().BANK_CHECK_KEY, liveBankCheck, fakeBankCheck);
export const livePerson = (): LivePersonPort | undefined => choose(env().LIVE_PERSON_URL, env().LIVE_PERSON_KEY, liveLivePerson, fakeLivePerson);
export const networkIdentity = (): NetworkIdentityPort | undefined => choose(env().NETWORK_IDENTITY_URL, env().NETWORK_IDENTITY_KEY, liveNetworkIdentity, fakeNetworkIdentity);

/** The register of legal persons, chosen alike; without it nobody can bind an organisation online. */
export const enterpriseRegistry = (): EnterpriseRegistryPort | undefined => choose(env().ENTERPRISE_REGISTRY_URL, env().ENTERPRISE_REGISTRY_KEY, liveEnterpriseRegistry, fakeEnterpriseRegistry);

/** The bridge to the document readers at the counters; without it a document is typed, and a second person looks at it. */
export const documentReader = (): DocumentReaderPort | undefined => choose(env().DOCUMENT_READER_URL, env().DOCUMENT_READER_KEY, liveDocumentReader, fakeDocumentReader);

const ports = {
  twoFactor: populationRegistry, phoneThreeFactor: populationRegistry, bankFourFactor: bankCheck, livePerson, networkIdentity,
} as const satisfies Record<OnlineCheck, () => unknown>;

/** Whether this way can be gone here: the systems it needs, the registry for a first proof of name and number among them, are there. */
export function isOffered(way: OnlineCheck, known: boolean): boolean {
  return ports[way]() !== undefined && ports[nextCheck(known, way)]() !== undefined;
}
