/** Where the person comes back to. Nothing about them is sent: the platform asks them itself. */
export type NetworkIdentityStart = { id: string; returnUrl: string };

/** The verification result, and the opaque subject (网号) under which this portal alone knows the person. */
export type NetworkIdentityResult = { result: "passed"; subject: string } | { result: "failed" | "pending" };

/** Who an account is proven to be already: the platform, which knows them, says whether it was they who came. */
type Expected = { name: string; citizenId: string };

/**
 * The national network identity (国家网络身份认证公共服务): voluntary, and it tells nothing in plain. `result` has failed where
 * somebody other than `person` came. Both throw `Unavailable`.
 */
export type NetworkIdentityPort = {
  start(question: NetworkIdentityStart): Promise<{ reference: string; url: string }>;
  result(reference: string, person?: Expected): Promise<NetworkIdentityResult>;
};
