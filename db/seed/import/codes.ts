import { createHash } from "node:crypto";
import { makeBasicCode, makeHandlingCode, makeImplementationCode } from "@/domain/core/codes";
import type { ItemType, Level } from "@/domain/items/schema";
import type { DepartmentEntry } from "./directory";

export type GeneratedCodes = { code: string; basicCode: string };

/**
 * Codes for a described item whose source gives none, by the rule of the standard: organ, level, basic code (province,
 * item type, main item, sub-item), sequence 01. The main item number comes from the item's own id, so it is the same in
 * every run and every file; should two ids of one organ meet on a number, the later one (by id) takes the next sub-item.
 */
export class CodeMaker {
  private readonly taken = new Map<string, string>();

  make(item: { id: string; itemType: ItemType; level: Level; department: DepartmentEntry }): GeneratedCodes {
    const main = mainNumber(item.id);
    for (let sub = 0; sub < 1000; sub += 1) {
      const basicCode = makeBasicCode({ divisionPrefix: item.department.divisionCode.slice(0, 2), itemType: item.itemType, main, sub });
      const implementationCode = makeImplementationCode({ uscc: item.department.uscc, level: item.level, basicCode });
      const holder = this.taken.get(implementationCode);
      if (holder !== undefined && holder !== item.id) continue;
      this.taken.set(implementationCode, item.id);
      return { code: makeHandlingCode({ implementationCode, sequence: 1 }), basicCode };
    }
    throw new Error(`no free sub-item number under ${main}`);
  }
}

/** Five characters of `[0-9A-Z]` from an id. */
function mainNumber(id: string): string {
  return (createHash("sha256").update(id).digest().readUInt32BE(0) % 36 ** 5).toString(36).toUpperCase().padStart(5, "0");
}
