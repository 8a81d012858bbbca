import { z } from "zod";
import { DivisionCode } from "@/domain/departments/schema";
import { ItemType, Level, RevisionContent } from "../schema";

const { name, nameEn, audience, statutoryLimit, legalBasis } = RevisionContent.shape;

/**
 * An entry of the directory (基本目录): what is the same wherever an item is done. Implementing lists (实施清单) take
 * these elements over as they are; `levels` are those at which the power is exercised.
 */
export const DirectoryElements = z.strictObject({ name, nameEn, itemType: ItemType, levels: z.array(Level).min(1).max(6), audience, statutoryLimit, legalBasis });
export type DirectoryElements = z.infer<typeof DirectoryElements>;

export const editionStatuses = ["draft", "published", "superseded"] as const;

/** 基本编码: 2 division, 2 item type, 5 main item, 3 sub-item. */
export const BasicCode = z.string().regex(/^\d{4}[0-9A-Z]{8}$/);

/** A new entry of the directory with its first draft, kept by its competent department (主管部门). */
export const CreateDirectoryItem = z.strictObject({ basicCode: BasicCode, departmentId: z.uuid(), divisionCode: DivisionCode, elements: DirectoryElements });
export type CreateDirectoryItem = z.infer<typeof CreateDirectoryItem>;

export const DirectoryReference = z.strictObject({ directoryItemId: z.uuid() });
export const EditionReference = DirectoryReference.extend({ version: z.int().min(0) });
export type EditionReference = z.infer<typeof EditionReference>;
export const SaveEdition = EditionReference.extend({ elements: DirectoryElements });
export type SaveEdition = z.infer<typeof SaveEdition>;

export const ListDirectory = z.strictObject({ query: z.string().max(100).optional(), cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(50) });
export type ListDirectory = z.infer<typeof ListDirectory>;

/** The implementing items of an entry; `differing` only those that do not say what it says. */
export const ListImplementing = DirectoryReference.extend({ differing: z.boolean().default(false), cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(50) });
export type ListImplementing = z.infer<typeof ListImplementing>;

/** A draft of an implementing list for one department in one division; `handling` names one of several handling items (业务办理项). */
export const ImplementDirectory = DirectoryReference.extend({ uscc: z.string().max(40), divisionCode: DivisionCode, handling: z.string().trim().max(60).optional() });
export type ImplementDirectory = z.infer<typeof ImplementDirectory>;
