/** The page of this site in whose place the page for no network is shown; the home page where the address names none, or another site. */
export function askedFor({ search, origin }: Pick<Location, "search" | "origin">): string {
  const page = new URLSearchParams(search).get("page") ?? "/";
  try {
    const target = new URL(page, origin);
    // Dots that a browser resolves may leave the name of another host: /.//evil.example.
    return target.origin === origin && !target.pathname.startsWith("//") ? `${target.pathname}${target.search}` : "/";
  } catch {
    return "/";
  }
}
