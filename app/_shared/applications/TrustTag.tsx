import { useTranslations } from "next-intl";
import { Tag } from "@/app/_ui/Tag";
import type { TrustLevel } from "@/domain/applications/schema/counter";

const tones = { A: "success", B: "success", C: "warning", D: "neutral" } as const;

/** How far a material is believed, by its letter and in words. */
export function TrustTag({ level }: { level: TrustLevel }) {
  const t = useTranslations("applications.trust");
  return <Tag tone={tones[level]}>{t(level)}</Tag>;
}
