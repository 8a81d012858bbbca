import type { X509Certificate } from "node:crypto";

/** Whether a certificate, in its time, is one of those trusted or was issued by one that then was a certification authority. */
export function isIssuedBy(signer: X509Certificate, trusted: readonly X509Certificate[], at: Date | null): boolean {
  const valid = (certificate: X509Certificate) => at !== null && certificate.validFromDate <= at && at <= certificate.validToDate;
  const issuedBy = (issuer: X509Certificate) => issuer.ca && valid(issuer) && signer.checkIssued(issuer) && signer.verify(issuer.publicKey);
  return valid(signer) && trusted.some((anchor) => anchor.raw.equals(signer.raw) || issuedBy(anchor));
}
