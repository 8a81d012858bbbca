import { useTranslations } from "next-intl";
import { Tag, type TagTone } from "@/app/_ui/Tag";
import type { CertificateStatus } from "@/domain/certificates/schema";

const tones: Record<CertificateStatus, TagTone> = {
  valid: "success", expired: "neutral", superseded: "neutral", suspended: "warning", revoked: "danger", cancelled: "danger",
};

export function CertificateStatusTag({ status }: { status: CertificateStatus }) {
  const t = useTranslations("certificates.status");
  return <Tag tone={tones[status]}>{t(status)}</Tag>;
}
