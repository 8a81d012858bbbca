import { boolean, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { ratingLevels, type ReasonCode } from "@/domain/ratings/schema";
import { applications } from "./applications";
import { id, instant } from "./columns";

/** One rating per application; unrated is unrated. */
export const ratings = pgTable("ratings", {
  id: id(),
  applicationId: uuid().notNull().unique().references(() => applications.id),
  level: text({ enum: ratingLevels }).notNull(),
  reasons: text().array().$type<ReasonCode[]>().notNull(),
  /** Sealed. */
  comment: text(),
  anonymous: boolean().notNull(),
  createdAt: instant().notNull(),
});
