/** A drawing of what the table beside it says in figures; in senior mode and on phones the table stands alone. */
export function Chart({ svg, summary }: { svg: string; summary: string }) {
  return (
    <div className="hidden sm:block elder:hidden">
      <p className="text-hint text-muted">{summary}</p>
      {/* Drawn by the chart library from numbers and the portal's own words, which it escapes. */}
      <div aria-hidden="true" className="max-w-[40rem] [&>svg]:h-auto [&>svg]:w-full" dangerouslySetInnerHTML={{ __html: svg }} />
    </div>
  );
}
