import { useTranslations } from "next-intl";
import { Notice } from "@/app/_ui/Notice";

/** That a certificate was put in place of a paper or taken out again, or that a kept paper was used again, as the address says. */
export function OnFileDone({ did }: { did: string | string[] | undefined }) {
  const t = useTranslations("onFile.done");
  const materials = useTranslations("materials.reuse");
  if (did === "reused") return <Notice tone="success" live>{materials("done")}</Notice>;
  return did === "attached" || did === "removed" ? <Notice tone="success" live>{t(did)}</Notice> : null;
}
