import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { DomainError } from "@/domain/core/errors";
import { env } from "@/env";

// Networks of one's own, of this machine and of special use (RFC 6890): a sign-out is told to none of them.
const special = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16], ["172.16.0.0", 12], ["192.0.0.0", 24], ["192.168.0.0", 16], ["198.18.0.0", 15], ["224.0.0.0", 3],
] as const) special.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [["::", 127], ["64:ff9b::", 96], ["100::", 64], ["2002::", 16], ["fc00::", 7], ["fe80::", 10], ["ff00::", 8]] as const) special.addSubnet(network, prefix, "ipv6");

/** Whether an IP address is one of the public internet. */
export const isPublic = (address: string): boolean => isIP(address) !== 0 && !special.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");

/**
 * Asks that an address which the portal itself calls is https and that every address its host resolves to is public. A
 * demonstration may call systems on this machine. Errors: `identity.clientAddressPrivate` (invalid).
 */
export async function requirePublicHttps(address: string): Promise<void> {
  if (env().demo) return;
  const { protocol, hostname } = new URL(address);
  const found = protocol === "https:" ? await lookup(hostname.replace(/^\[|\]$/g, ""), { all: true }).catch(() => []) : [];
  if (found.length === 0 || !found.every((one) => isPublic(one.address))) throw new DomainError("invalid", "identity.clientAddressPrivate");
}
