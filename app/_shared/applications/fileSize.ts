const kilo = 1024;

/** A size in the unit that reads best: `812 KB`, `3.4 MB`. */
export function fileSize(bytes: number): string {
  const inKilo = bytes / kilo;
  return inKilo < kilo ? `${Math.max(1, Math.round(inKilo))} KB` : `${(inKilo / kilo).toFixed(1)} MB`;
}

/** What kind of file a person calls it: `PDF`, `JPEG`. */
export const fileKind = (mime: string): string => (mime.split("/").at(-1) ?? mime).toUpperCase();
