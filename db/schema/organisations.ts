import { pgTable, text } from "drizzle-orm/pg-core";
import { registeredStatuses } from "@/domain/organisations/schema";
import { day, id, instant } from "./columns";

/** A legal person as the register (法人库) described it when it was last asked. */
export const organisations = pgTable("organisations", {
  id: id(),
  uscc: text().notNull().unique(),
  name: text().notNull(),
  legalRepresentative: text().notNull(),
  address: text(),
  status: text({ enum: registeredStatuses }).notNull().default("inOperation"),
  establishedOn: day(),
  checkedAt: instant(),
  createdAt: instant().notNull(),
});
