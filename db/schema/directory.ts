import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { editionStatuses, type DirectoryElements } from "@/domain/items/schema/directory";
import { id, instant } from "./columns";
import { departments, divisions } from "./departments";

/** An entry of the directory (基本目录) with its competent department. Items implement it by their basic code. */
export const directoryItems = pgTable("directory_items", {
  id: id(),
  basicCode: text().notNull().unique(),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  currentEditionId: uuid(),
  createdAt: instant().notNull(),
  updatedAt: instant().notNull(),
}, (t) => [index().on(t.departmentId)]);

/** An edition of an entry. Published ones never change (trigger); nobody publishes what they wrote at (check). */
export const directoryEditions = pgTable("directory_editions", {
  id: id(),
  directoryItemId: uuid().notNull().references(() => directoryItems.id),
  number: integer().notNull(),
  status: text({ enum: editionStatuses }).notNull(),
  elements: jsonb().$type<DirectoryElements>().notNull(),
  version: integer().notNull().default(0),
  /** Everyone who opened or saved it, the first one first. */
  editors: uuid().array().notNull(),
  createdAt: instant().notNull(),
  updatedAt: instant().notNull(),
  publishedBy: uuid(),
  publishedAt: instant(),
}, (t) => [
  uniqueIndex().on(t.directoryItemId, t.number),
  uniqueIndex("directory_editions_one_draft").on(t.directoryItemId).where(sql`${t.status} = 'draft'`),
  uniqueIndex("directory_editions_one_published").on(t.directoryItemId).where(sql`${t.status} = 'published'`),
  check("directory_editions_four_eyes", sql`${t.publishedBy} is null or not (${t.publishedBy} = any(${t.editors}))`),
  check("directory_editions_signed", sql`${t.status} = 'draft' or ${t.publishedBy} is not null`),
]);
