import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { applications } from "./applications";
import { id, instant } from "./columns";
import { delegations } from "./delegations";
import { accounts } from "./identity";

/** Addresses under which a case is followed without an account: masked, read only, until they end or are taken back. */
export const progressShares = pgTable("progress_shares", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id, { onDelete: "cascade" }),
  createdBy: uuid().notNull().references(() => accounts.id),
  /** Under which it was made in somebody else's name; it ends with it. */
  delegationId: uuid().references(() => delegations.id),
  /** Sealed, so that its owner can show it again. */
  token: text().notNull(),
  /** SHA-256 of the token. */
  tokenDigest: text().notNull().unique(),
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
  revokedAt: instant(),
}, (t) => [index("progress_shares_case").on(t.applicationId, t.id), index("progress_shares_ended").on(t.expiresAt)]);
