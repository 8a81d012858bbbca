import { writeFileSync } from "node:fs";
import { securityPage } from "./security/page";

// Writes docs/security.md from scripts/security/requirements.json: node scripts/run.mjs scripts/security-table.ts
writeFileSync("docs/security.md", securityPage());
console.log("docs/security.md");
