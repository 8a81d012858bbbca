/** An address that a client may register: https, or http on this very machine, and without a fragment (RFC 6749, 3.1.2). */
export function isClientAddress(address: string): boolean {
  if (!URL.canParse(address) || address.includes("#")) return false;
  const { protocol, hostname, username, password } = new URL(address);
  const here = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return (protocol === "https:" || (protocol === "http:" && here)) && !username && !password;
}

/** Whether addresses share one host: the sector for which a person's `sub` is made (OpenID Connect Core 8.1). */
export function shareHost(addresses: readonly string[]): boolean {
  return new Set(addresses.map((address) => URL.parse(address)?.host)).size === 1;
}

const secretMembers = ["d", "k", "p", "q", "dp", "dq", "qi", "oth", "priv"];

/** Whether a JSON Web Key is public and of a kind that signs (RFC 7517). */
export function isPublicSigningKey(key: Record<string, unknown>): boolean {
  return (key["kty"] === "RSA" || key["kty"] === "EC") && !secretMembers.some((member) => member in key);
}
