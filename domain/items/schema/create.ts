import { z } from "zod";
import { ItemType } from "@/domain/items/schema";

/** A new item: what it is called, of what type, whose, and where; its basic code if there is one, and what it resembles. */
export const CreateItem = z.strictObject({
  name: z.string().trim().min(2).max(1000),
  itemType: ItemType,
  departmentId: z.uuid(),
  /** Where it is implemented; the department's own division where it is left out. */
  divisionCode: z.string().regex(/^\d{6}$/).optional(),
  /** 12 characters; the next free one of its kind where it is left out. */
  basicCode: z.string().trim().min(1).max(40).optional(),
  /** An item whose guide, form and process the new one begins with. */
  exampleId: z.uuid().optional(),
});
export type CreateItem = z.infer<typeof CreateItem>;
