import { maskCitizenId } from "@/domain/core/codes";
import type { CertificateRecord } from "../schema";

const idNumber = /(?<!\d)\d{17}[\dXx](?!\d)/g;

const masked = (text: string) => text.replace(idNumber, (number) => maskCitizenId(number));

/** A record as the desk reads it: identity numbers of people with their middle covered wherever they stand; `covered` are the keys that can be shown in full for a reason. */
export function deskRecord(record: CertificateRecord): { record: CertificateRecord; covered: string[] } {
  const number = masked(record.certificate_number);
  const covered = record.extend_info.filter(({ value }) => masked(value) !== value).map(({ key }) => key);
  return {
    record: {
      ...record, certificate_number: number,
      holders: record.holders.map((holder) => (holder.type === "111" ? { ...holder, code: maskCitizenId(holder.code) } : holder)),
      extend_info: record.extend_info.map((field) => ({ ...field, value: masked(field.value) })),
    },
    covered: number === record.certificate_number ? covered : [...covered, "certificate_number"],
  };
}
