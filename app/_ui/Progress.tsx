/** Work under way with a known end; the words beside it are announced. */
export function Progress({ label, value, max, detail }: { label: string; value: number; max: number; detail?: string }) {
  return (
    <div className="flex max-w-form flex-col gap-1">
      <div className="flex flex-wrap justify-between gap-x-4">
        <span className="font-semibold">{label}</span>
        <output className="tabular-nums text-muted">{detail ?? `${value} / ${max}`}</output>
      </div>
      <progress aria-label={label} value={value} max={max} className="progress-bar" />
    </div>
  );
}

/** Room kept for content on its way; says so once, moves nothing. */
export function Skeleton({ label, lines = 3 }: { label: string; lines?: number }) {
  return (
    <output className="flex flex-col gap-3">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} aria-hidden="true" className="h-[1.2em] max-w-form rounded-control border border-line bg-subtle last:max-w-[26rem]" />
      ))}
    </output>
  );
}
