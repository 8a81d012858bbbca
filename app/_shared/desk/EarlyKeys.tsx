import { headers } from "next/headers";
import { keepEarlyKeys } from "./early";

/** Keeps the keys that are pressed while the script of the page is still on its way, for `Shortcuts` to take up. */
export async function EarlyKeys() {
  // The policy of the page lets a script run within it under the nonce of this answer only.
  return <script nonce={(await headers()).get("x-nonce") ?? undefined}>{keepEarlyKeys}</script>;
}
