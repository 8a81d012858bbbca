import type { CertificateRecord } from "../schema";

export type ShownFact = { labelZh: string; labelEn: string; value: string };

const labels: Record<string, readonly [zh: string, en: string]> = {
  certificate_identifier: ["证照标识", "Certificate identifier"], certificate_number: ["证照编号", "Certificate number"],
  related_item_name: ["关联事项", "Related item"], related_item_code: ["关联事项编码", "Related item code"], name: ["持证主体", "Holder"], code: ["持证主体代码", "Holder code"],
};

/** The parts of a record that an SD-JWT shows, by their paths (`face.shop`, `holders.0.name`), in the order of the record. What has no such path is left out. */
export function shownFacts(record: CertificateRecord, paths: readonly string[]): ShownFact[] {
  const { certificate_identifier, certificate_number, related_item_name, related_item_code, holders, extend_info } = record;
  const fact = (path: string, name: string, value: string) => ({ path, labelZh: labels[name]?.[0] ?? name, labelEn: labels[name]?.[1] ?? name, value });
  const all = [
    ...holders.flatMap(({ name, code }, at) => [fact(`holders.${at}.name`, "name", name), fact(`holders.${at}.code`, "code", code)]),
    ...extend_info.map(({ key, labelZh, labelEn, value }) => ({ path: `face.${key}`, labelZh, labelEn, value })),
    ...Object.entries({ certificate_number, certificate_identifier, related_item_name, related_item_code }).map(([name, value]) => fact(name, name, value)),
  ];
  return all.filter(({ path }) => paths.includes(path)).map(({ labelZh, labelEn, value }) => ({ labelZh, labelEn, value }));
}
