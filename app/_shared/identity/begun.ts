/**
 * By what an editor is keyed, so that it begins anew after one's own save (which leads to `?at=` the version it was made
 * from) and with what a detour kept. Never by the version that stands: without script the page that tells a refusal is
 * written over a colleague's version, and an editor keyed by that would begin anew without what was typed.
 */
export const begunBy = (at: string | string[] | undefined, kept?: unknown): string => `${String(at)}${kept ? " restored" : ""}`;
