import { writeFileSync } from "node:fs";
import { permissionsOf } from "@/server/api/permissions";
import { appRouter } from "@/server/api/root";

// Writes docs/permissions.json, who may call which procedure, from the procedures: node scripts/run.mjs scripts/permissions.ts
const permissions = permissionsOf(appRouter);
const lines = Object.entries(permissions).map(([name, rule]) => `  ${JSON.stringify(name)}: ${JSON.stringify(rule)}`);
writeFileSync("docs/permissions.json", `{\n${lines.join(",\n")}\n}\n`);
console.log(`docs/permissions.json: ${lines.length} procedures`);
