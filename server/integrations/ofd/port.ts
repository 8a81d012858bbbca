import type { CertificateRecord } from "@/domain/certificates/schema";

/** What an OFD is made from: the same record and digest as every other form, with the signature over it. */
export type OfdOrder = { identifier: string; digest: string; record: CertificateRecord; jws: string; verifyUrl: string };

/** Who draws OFD (GB/T 33190) and seals it (GB/T 38540); asked again for the same identifier, it gives the same file. */
export type OfdService = { seal(order: OfdOrder): Promise<Buffer> };
