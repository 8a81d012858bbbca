import { useTranslations } from "next-intl";
import { Icon, type IconName } from "@/app/_ui/Icon";
import { Tag, type TagTone } from "@/app/_ui/Tag";
import type { CertificateStatus } from "@/domain/certificates/schema";

/* Each state has its own shape, so that they differ without colour too. */
const looks: Record<CertificateStatus, { tone: TagTone; icon: IconName }> = {
  valid: { tone: "success", icon: "check" }, suspended: { tone: "warning", icon: "pause" },
  revoked: { tone: "danger", icon: "close" }, cancelled: { tone: "danger", icon: "stop" },
  expired: { tone: "neutral", icon: "clock" }, superseded: { tone: "neutral", icon: "arrowRight" },
};

export function CertificateStatusTag({ status }: { status: CertificateStatus }) {
  const t = useTranslations("certificates.status");
  const { tone, icon } = looks[status];
  return <Tag tone={tone}><span className="inline-flex items-center gap-1.5"><Icon name={icon} className="size-[1em]" />{t(status)}</span></Tag>;
}
