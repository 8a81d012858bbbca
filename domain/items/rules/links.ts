import type { RevisionContent } from "@/domain/items/schema";

/** A web address of a guide and the field it stands in. */
export type Link = { field: string; url: string };

const given = (field: string, url: string | undefined): Link[] => (url ? [{ field, url }] : []);

/** Every web address that citizens find in a guide. */
export function linksIn({ channels = [], consultation, complaint, review, litigation, result, materials }: RevisionContent): Link[] {
  return [
    ...channels.flatMap(({ url }, at) => given(`channels.${at}`, url)),
    ...given("consultation", consultation?.website),
    ...given("complaint", complaint?.website),
    ...given("review", review?.url),
    ...given("litigation", litigation?.url),
    ...given("result", result?.sampleUrl),
    ...materials.flatMap(({ blankFormUrl, sampleUrl }, at) => [...given(`materials.${at}`, blankFormUrl), ...given(`materials.${at}`, sampleUrl)]),
  ];
}

/** An address that never leaves the machine, the building or the test lab: no guide of the public may lead there, no job may look there. */
export function isPublicHost(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (name.includes(":")) return isPublicAddress(name);
  if (/^[\d.]+$/.test(name)) return isPublicAddress(name);
  return name.includes(".") && !/(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|test|example|invalid|arpa)$/.test(name);
}

/** Whether an IP address (v4 or v6, as written by the resolver) is one that anybody on the internet reaches. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const v4 = mapped ?? (/^\d+\.\d+\.\d+\.\d+$/.test(address) ? address : undefined);
  if (v4) return isPublicV4(v4.split(".").map(Number));
  if (!address.includes(":")) return false;
  // Global unicast is 2000::/3; documentation, 6to4, Teredo and NAT64 carry or fake other addresses.
  return /^[23][0-9a-f]{3}:/i.test(address) && !/^(?:2001:db8|2001:0?0?0?0?:|2002:|3fff:)/i.test(address);
}

/** Networks that are not the internet's (RFC 6890): this network, private, shared, loopback, link-local, documentation, benchmarks, relays, and all from multicast up. */
const hiddenNetworks = [
  ["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16], ["172.16.0.0", 12], ["192.0.0.0", 24], ["192.0.2.0", 24],
  ["192.88.99.0", 24], ["192.168.0.0", 16], ["198.18.0.0", 15], ["198.51.100.0", 24], ["203.0.113.0", 24], ["224.0.0.0", 3],
] as const;

const numberOf = (parts: readonly number[]) => parts.reduce((sum, part) => sum * 256 + part, 0);

function isPublicV4(parts: number[]): boolean {
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part > 255)) return false;
  const network = (address: number, bits: number) => Math.floor(address / 2 ** (32 - bits));
  return hiddenNetworks.every(([base, bits]) => network(numberOf(parts), bits) !== network(numberOf(base.split(".").map(Number)), bits));
}
