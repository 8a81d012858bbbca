// What the system says of a place that cannot be reached or has no room, and what PostgreSQL says where a statement may well
// succeed later: connection lost, no resources (a full disk among them), shutting down or starting, read only for a while,
// taking too long, or in somebody's way.
const system = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ENOSPC", "EDQUOT", "EFBIG", "EMFILE", "ENFILE"]);
const states = /^(?:(?:08|53)...|57P0.)$|^(?:25006|25P03|25P04|40001|40P01|55P03|57014|58030)$/;
// The driver and its pool give these no code.
const words = /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|the database does not answer|Query read timeout)/;

const deepest = 5;

/** Whether an error says that something the portal needs is away or overfull for now: the same request may succeed a little later. */
export function isAway(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > deepest) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return system.has(code) || states.test(code) || words.test(error.message) || isAway(error.cause, depth + 1);
}
