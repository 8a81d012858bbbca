/** A network address as it may be shown: without its last part, so that it names a place and not a device. */
export function maskAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, "");
  if (/^\d+(\.\d+){3}$/.test(plain)) return plain.replace(/\.\d+$/, ".*");
  return plain.includes(":") ? `${plain.split(":").slice(0, 3).join(":")}:*` : "";
}

/**
 * Whom attempts are counted against: an IPv4 address, or the /64 network of an IPv6 one, whose every address a single
 * subscriber can take in turn (RFC 6177, RFC 8981).
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  if (!plain.includes(":")) return plain;
  const [before = [], after] = plain.split("::").map((part) => part.split(":").filter(Boolean));
  const groups = after ? [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0"), ...after] : before;
  return `${groups.slice(0, 4).map((group) => group.toLowerCase().replace(/^0+(?=.)/, "")).join(":")}::/64`;
}
