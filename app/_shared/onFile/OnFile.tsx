import { useLocale, useTranslations } from "next-intl";
import { formatDay } from "@/app/_i18n/format";
import type { Draft } from "@/app/_shared/applications/types";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese } from "@/app/_shared/items/Localised";
import { ReceivedFiles } from "@/app/_ui/FileField";
import { Icon } from "@/app/_ui/Icon";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextLink } from "@/app/_ui/TextLink";
import { attachCertificate, detachCertificate } from "./actions";

type Offer = Draft["offers"][number];
/** Where a button was pressed and where it leads back to (`path`, without language). */
type Place = { id: string; fieldId: string; path: string; newKey: () => string };
type Props = Place & { draft: Pick<Draft, "onFile" | "offers" | "departmentName">; full: boolean; error: string | undefined };

/** The certificates in place of one material: those that are there, and those on file that could be. */
export function OnFile({ draft, full, error, ...place }: Props) {
  const attached = draft.onFile.filter(({ fieldId }) => fieldId === place.fieldId);
  const offer = draft.offers.find(({ fieldId }) => fieldId === place.fieldId);
  const free = offer?.usable.filter(({ id }) => !attached.some(({ certificateId }) => certificateId === id)) ?? [];
  return (
    <>
      {attached.length > 0 && <Attached attached={attached} {...place} />}
      {!full && free.length > 0 && <Usable usable={free} departmentName={draft.departmentName} error={error} {...place} />}
      {attached.length === 0 && offer?.ended && <Ended ended={offer.ended} />}
    </>
  );
}

/** What stands in place of the paper, and what is wrong with it now. */
function Attached({ attached, ...place }: Place & { attached: Draft["onFile"] }) {
  const t = useTranslations("onFile");
  return (
    <>
      {attached.filter(({ problem }) => problem !== null).map(({ id, name, problem }) => (
        <Notice key={id} tone="error">{t("gone", { name, problem: problem ?? "other" })}</Notice>
      ))}
      <ReceivedFiles
        files={attached.map(({ id, certificateId, name, issuer }) => ({
          id, name, href: `/me/certificates/${certificateId}`, note: t("from", { issuer }),
          action: (
            <form action={detachCertificate}>
              <ActingField />
              <Hidden {...place} />
              <input type="hidden" name="_attachment" value={id} />
              <SubmitButton look="quiet">{t("remove")}<span className="sr-only"> {name}</span></SubmitButton>
            </form>
          ),
        }))}
      />
    </>
  );
}

function Usable({ usable, departmentName, error, ...place }: Place & { usable: Offer["usable"]; departmentName: string; error: string | undefined }) {
  const t = useTranslations("onFile");
  const locale = useLocale();
  return (
    <div id={`on-file-${place.fieldId}`} className="flex max-w-form flex-col gap-4 rounded-card border-2 border-accent bg-accent-soft p-4">
      <p className="flex items-start gap-2 font-semibold"><Icon name="certificate" className="mt-[0.2em] size-[1.2em] shrink-0" />{t(usable.length > 1 ? "haveSeveral" : "have")}</p>
      {error && <p role="alert" className="font-semibold text-danger">{error}</p>}
      <ul className="flex flex-col gap-4">
        {usable.map(({ id, typeName, issuer, validUntil }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-6 gap-y-2">
            <span className="min-w-0 grow basis-40">
              <span className="block font-semibold"><Chinese>{typeName}</Chinese></span>
              <span className="block text-hint text-muted"><Chinese>{issuer}</Chinese> · {validUntil ? t("until", { day: formatDay(validUntil, locale) }) : t("noEnd")}</span>
            </span>
            <form action={attachCertificate}>
              <ActingField />
              <Hidden {...place} />
              <input type="hidden" name="_certificate" value={id} />
              <SubmitButton look="secondary">{t("use")}<span className="sr-only"> {typeName}</span></SubmitButton>
            </form>
          </li>
        ))}
      </ul>
      <p className="max-w-measure text-hint text-muted">{t.rich("consent", { department: departmentName, zh: (text) => <Chinese>{text}</Chinese> })}</p>
    </div>
  );
}

/** A certificate that cannot be used: why, and where one sees to it. */
function Ended({ ended: { certificate, problem } }: { ended: NonNullable<Offer["ended"]> }) {
  const t = useTranslations("onFile");
  return (
    <p className="max-w-measure text-muted">
      {t("ended", { name: certificate.typeName, problem })} <TextLink href={`/me/certificates/${certificate.id}`} className="tap">{t("see")}<span className="sr-only"> {certificate.typeName}</span></TextLink>
    </p>
  );
}

function Hidden({ id, fieldId, path, newKey }: Place) {
  return Object.entries({ _draft: id, _field: fieldId, _path: path, idempotencyKey: newKey() }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}
