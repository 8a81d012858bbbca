const kilo = 1024;

/** A size in the unit that reads best: `812 KB`, `3.4 MB`. */
export function fileSize(bytes: number): string {
  const inKilo = bytes / kilo;
  return inKilo < kilo ? `${Math.max(1, Math.round(inKilo))} KB` : `${(inKilo / kilo).toFixed(1)} MB`;
}
