import { createHash } from "node:crypto";
import { demoCheckUrl } from "../demo-register";
import type { NetworkIdentityPort } from "./port";

/** Demo mode: whoever comes back has passed, each check under a subject of its own. */
export const fakeNetworkIdentity: NetworkIdentityPort = {
  start: async ({ id, returnUrl }) => ({ reference: `demo-${id}`, url: demoCheckUrl("networkIdentity", returnUrl) }),
  result: async (reference) => ({ result: "passed", subject: createHash("sha256").update(reference).digest("hex") }),
};
