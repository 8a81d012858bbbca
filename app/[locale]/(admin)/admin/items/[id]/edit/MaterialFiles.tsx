import { useTranslations } from "next-intl";
import { fileKind, fileSize } from "@/app/_shared/applications/fileSize";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { refusalText } from "@/app/_i18n/refusal";
import { Button } from "@/app/_ui/Button";
import { FileField, ReceivedFiles } from "@/app/_ui/FileField";
import { Notice } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";
import { useGap } from "@/app/_ui/useGap";
import type { Material } from "@/domain/items/schema";
import { materialFileKinds, type MaterialFileKind } from "@/domain/items/schema/life";
import { ActForm } from "./ActForm";
import { removeMaterialFile } from "./actions";
import { Folded } from "./Folded";

type Props = { itemId: string; version: number; materials: readonly Material[]; problem: string | undefined };

/** The blank form and the filled-in sample of each material, as files kept with the revision. */
export function MaterialFiles({ itemId, version, materials, problem }: Props) {
  const t = useTranslations("revisions.files");
  const errors = useTranslations("errors");
  return (
    <Section id="files" title={t("title")} intro={materials.length > 0 ? t("hint") : t("none")}>
      {problem && <Notice tone="error" live>{refusalText(errors, { code: problem, params: { megabytes: 20 } })}</Notice>}
      {materials.map((material, at) => (
        <Folded key={material.key} summary={`${at + 1}. ${material.name.zh}`} open={Boolean(material.blankForm ?? material.sample)}>
          {materialFileKinds.map((kind) => <OneFile key={kind} reference={{ itemId, version }} material={material} kind={kind} />)}
        </Folded>
      ))}
    </Section>
  );
}

type OneProps = { reference: { itemId: string; version: number }; material: Material; kind: MaterialFileKind };

function OneFile({ reference, material, kind }: OneProps) {
  const t = useTranslations("revisions.files");
  const gap = useGap();
  const file = material[kind];
  const path = `/admin/items/${reference.itemId}/edit`;
  return (
    <div className="flex flex-col gap-3">
      {file && <ReceivedFiles files={[{ id: file.fileId, name: file.name, note: `${fileKind(file.mime)} · ${fileSize(file.size)}`, href: `/api/files/public/${file.fileId}`, action: <ActForm action={removeMaterialFile} hidden={{ ...reference, material: material.key, kind }} label={t("remove")} look="quiet" /> }]} />}
      <form action="/api/files" method="post" encType="multipart/form-data" className="flex max-w-form flex-col gap-3">
        <ActingField />
        <input type="hidden" name="item" value={reference.itemId} />
        <input type="hidden" name="version" value={reference.version} />
        <input type="hidden" name="material" value={material.key} />
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="returnTo" value={`${path}?done=uploaded`} />
        <FileField name={`${kind}-${material.key}`} postedAs="file" label={t(kind)} accept="application/pdf,image/jpeg,image/png,.pdf,.jpg,.jpeg,.png" />
        <div><Button type="submit">{t(file ? "replace" : "upload")}<span className="sr-only">{gap}{t("of", { material: material.name.zh, kind: t(kind) })}</span></Button></div>
      </form>
    </div>
  );
}
