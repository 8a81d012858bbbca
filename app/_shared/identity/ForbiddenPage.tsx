import { currentViewer } from "@/app/_shared/session";
import type { ForbiddenProps } from "./Forbidden";
import { LazyForbidden } from "./LazyForbidden";

/** The area that an address belongs to; nothing for the public pages. */
export function areaOf(address: string): ForbiddenProps["area"] {
  const found = /^(?:\/en)?\/(?:(desk)|(admin)|me|apply|items\/[^/]+\/apply)(?:[/?]|$)/.exec(address);
  if (!found) return undefined;
  return found[1] ? "desk" : found[2] ? "admin" : "space";
}

/** The page this account may not open. Every page carries it, so of the account it is told the name and the area alone. */
export async function ForbiddenPage({ area, address }: Omit<ForbiddenProps, "viewer">) {
  const viewer = await currentViewer();
  return <LazyForbidden area={area} address={address} viewer={viewer && { name: viewer.name, area: viewer.area }} />;
}
