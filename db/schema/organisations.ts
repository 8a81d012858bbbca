import { pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { day, id, instant } from "./columns";
import { accounts } from "./identity";

export const organisations = pgTable("organisations", {
  id: id(),
  uscc: text().notNull().unique(),
  name: text().notNull(),
  legalRepresentative: text().notNull(),
  address: text(),
  createdAt: instant().notNull(),
});

/** Who may act for an organisation, as what, until when. */
export const organisationMembers = pgTable("organisation_members", {
  id: id(),
  organisationId: uuid().notNull().references(() => organisations.id),
  accountId: uuid().notNull().references(() => accounts.id),
  role: text({ enum: ["legalRepresentative", "agent"] }).notNull(),
  validFrom: day().notNull(),
  validUntil: day(),
  revokedAt: instant(),
}, (t) => [uniqueIndex().on(t.organisationId, t.accountId)]);
