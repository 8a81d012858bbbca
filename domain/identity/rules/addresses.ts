/** A network address as it may be shown: without its last part, so that it names a place and not a device. */
export function maskAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, "");
  if (/^\d+(\.\d+){3}$/.test(plain)) return plain.replace(/\.\d+$/, ".*");
  return plain.includes(":") ? `${plain.split(":").slice(0, 3).join(":")}:*` : "";
}
