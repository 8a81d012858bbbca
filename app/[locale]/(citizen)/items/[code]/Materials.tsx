import { useTranslations } from "next-intl";
import { fileKind, fileSize } from "@/app/_shared/applications/fileSize";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { Marked } from "@/app/_shared/terms/Marked";
import { Icon } from "@/app/_ui/Icon";
import { Section } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import { useGap } from "@/app/_ui/useGap";
import { inEnglish } from "@/domain/items/rules/english";
import type { Material } from "@/domain/items/schema";
import type { Guide } from "./guide";

const tones = { required: "info", optional: "neutral", tolerable: "success" } as const;

/** The documents one by one, with all that is known of each. */
export function Materials({ guide }: { guide: Guide }) {
  const { content } = guide;
  const t = useTranslations("items.guide");
  return (
    <Section id="materials" title={t("materials")} intro={content.materials.length > 0 ? t("materialsIntro") : undefined}>
      {content.materials.length === 0 ? <p>{t("materialsNone")}</p> : <MaterialList materials={content.materials} guide={guide} />}
    </Section>
  );
}

/** Numbered documents, each with all that is known of it. */
export function MaterialList({ materials, guide: { content, certificateNames } }: { materials: readonly Material[]; guide: Guide }) {
  const say = inEnglish(content);
  return (
    <ol className="border-t border-line">
      {materials.map((material, index) => (
        <li key={material.key} className="flex gap-4 border-b border-line py-4 print:py-2">
          <span aria-hidden="true" className="w-[1.6em] shrink-0 text-end font-bold tabular-nums text-muted">{index + 1}</span>
          <MaterialEntry material={material} say={say} certificateNames={(material.certificateTypes ?? []).flatMap((type) => certificateNames[type] ?? [])} />
        </li>
      ))}
    </ol>
  );
}

type EntryProps = { material: Material; /** Each text of the material with its English. */ say: ReturnType<typeof inEnglish> };

function MaterialEntry({ material, say, certificateNames }: EntryProps & { certificateNames: readonly string[] }) {
  const t = useTranslations("items.guide.material");
  const necessity = useTranslations("enums.items.necessity");
  const gap = useGap();
  return (
    <div className="flex min-w-0 grow flex-col gap-1">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="font-bold"><Localised text={material.name} /></h3>
        <Tag tone={material.condition ? "warning" : tones[material.necessity]}>{material.condition ? t("conditional") : necessity(material.necessity)}</Tag>
      </div>
      {material.condition && <p>{t("condition")}{t("colon")}{gap}<Marked text={say(material.condition)} /></p>}
      {material.description && <p className="text-muted"><Marked text={material.description} /></p>}
      <MaterialFacts material={material} say={say} />
      {material.fillingNotes && <p className="text-hint text-muted">{t("fillingNotes")}{t("colon")}{gap}<Marked text={say(material.fillingNotes)} /></p>}
      {material.acceptanceStandard && <p className="text-hint text-muted">{t("acceptanceStandard")}{t("colon")}{gap}<Marked text={say(material.acceptanceStandard)} /></p>}
      <Forms material={material} />
      {certificateNames.length > 0 && (
        <p className="flex items-start gap-2 text-success">
          <Icon name="certificate" className="mt-[0.3em] size-[1.1em]" />
          <span>{t.rich("certificateNamed", { name: certificateNames.join("、"), zh: (text) => <Chinese>{text}</Chinese> })}</span>
        </p>
      )}
    </div>
  );
}

const papers = [["blankForm", "blankFormUrl", "blankForm"], ["sample", "sampleUrl", "sample"]] as const;

/** The blank form and the sample: the files kept here with kind and size, else the address where they are. */
function Forms({ material }: { material: Material }) {
  const t = useTranslations("items.guide.material");
  const gap = useGap();
  const links = papers.flatMap(([file, url, word]) => {
    const [kept, address] = [material[file], material[url]];
    const href = kept ? `/api/files/public/${kept.fileId}` : address;
    return href ? [{ word, href, note: kept && t("fileNote", { type: fileKind(kept.mime), size: fileSize(kept.size) }) }] : [];
  });
  if (links.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-6">
      {links.map(({ word, href, note }) => (
        <span key={word} className="flex flex-wrap items-baseline gap-x-2">
          <a href={href} rel="noreferrer" className="tap">{t(word)}<span className="sr-only">{gap}<Localised text={material.name} /></span></a>
          {note && <span className="text-hint text-muted">{note}</span>}
        </span>
      ))}
    </p>
  );
}

function MaterialFacts({ material: { form, formText, originals, copies, paperSize, source, issuer, validityRule, exemption, sharedData, basis }, say }: EntryProps) {
  const t = useTranslations("items.guide.material");
  const forms = useTranslations("enums.items.materialForm");
  const sources = useTranslations("enums.items.materialSource");
  const exemptions = useTranslations("enums.items.exemption");
  const sizes = useTranslations("enums.items.paperSize");
  const facts = [
    { label: t("form"), value: formText ? <Localised text={say(formText)} /> : form && forms(form) },
    { label: t("originals"), value: originals !== undefined && t("copiesCount", { count: originals }) },
    { label: t("copies"), value: copies !== undefined && t("copiesCount", { count: copies }) },
    { label: t("source"), value: source && sources(source) },
    { label: t("paperSize"), value: paperSize && sizes(paperSize) },
    { label: t("issuer"), value: issuer && <Localised text={say(issuer)} /> },
    { label: t("validityRule"), value: validityRule && <Localised text={say(validityRule)} /> },
    { label: t("exemption"), value: exemption && <>{exemptions(exemption)}{sharedData && <> {t.rich("sharedData", { name: () => <Localised text={say(sharedData)} /> })}</>}</> },
    { label: t("basis"), value: basis && <Chinese>{basis}</Chinese> },
  ].filter(({ value }) => Boolean(value));
  if (facts.length === 0) return null;
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-hint text-muted">
      {facts.map(({ label, value }) => <div key={label} className="flex gap-1"><dt className="shrink-0">{label}{t("colon")}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}
