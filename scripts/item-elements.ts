import { writeFileSync } from "node:fs";
import { elementsPage } from "@/domain/items/rules/elements-page";

// Writes docs/item-elements.md from the table of elements: node scripts/run.mjs scripts/item-elements.ts
writeFileSync("docs/item-elements.md", elementsPage());
console.log("docs/item-elements.md");
