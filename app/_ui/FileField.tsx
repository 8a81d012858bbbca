import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { controlClass, described, fieldId, type FieldProps } from "./fields";
import { FormField } from "./FormField";

type FileFieldProps = FieldProps & {
  /** The name of the part in the multipart form, where it is not the name of the field. */
  postedAs?: string | undefined;
  /** Media types and endings the server takes, as for the `accept` attribute. */
  accept: string;
  multiple?: boolean | undefined;
  /** Files already received, with their own way to remove them. */
  received?: ReactNode;
};

/** A plain file input: works in an ordinary multipart form, never forces the camera. */
export function FileField({ name, label, hint, error, optional, source, accept, multiple, received, postedAs = name }: FileFieldProps) {
  return (
    <FormField {...{ name, label, hint, error, optional, source }}>
      {received}
      <input
        type="file"
        id={fieldId(name)}
        name={postedAs}
        accept={accept}
        multiple={multiple}
        className={cx(
          controlClass,
          "max-w-form border-dashed p-2 file:mr-4 file:min-h-[calc(var(--tap)-1rem)] file:cursor-pointer file:rounded-control file:border-2 file:border-solid",
          "file:border-control file:bg-subtle file:px-4 file:font-semibold file:text-ink hover:file:border-accent elder:file:min-h-tap",
        )}
        {...described({ name, hint, error, source })}
      />
    </FormField>
  );
}

type ReceivedFile = { id: string; name: string; note: string; href?: string; action?: ReactNode; /** It waits for the scanner: no way to it yet. */ unscanned?: boolean };

/** The files already received for a field. */
export function ReceivedFiles({ files }: { files: readonly ReceivedFile[] }) {
  const t = useTranslations("ui");
  return (
    <ul aria-label={t("receivedFiles")} className="flex max-w-form flex-col gap-2">
      {files.map((file) => (
        <li key={file.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-control border border-line bg-subtle px-4 py-2">
          <span className="min-w-0 grow">
            {file.href && !file.unscanned ? <a href={file.href} className="tap font-semibold">{file.name}</a> : <span className="font-semibold">{file.name}</span>}
            <span className="block text-hint text-muted">{file.note}{file.unscanned && ` · ${t("beingScanned")}`}</span>
          </span>
          {file.action}
        </li>
      ))}
    </ul>
  );
}
