import { pgTable, text } from "drizzle-orm/pg-core";
import { id, instant } from "./columns";

export const organisations = pgTable("organisations", {
  id: id(),
  uscc: text().notNull().unique(),
  name: text().notNull(),
  legalRepresentative: text().notNull(),
  address: text(),
  createdAt: instant().notNull(),
});
