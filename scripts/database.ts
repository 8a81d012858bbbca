// npm run db:migrate · npm run db:seed -- reference|demo
import { prepareDatabase } from "@/server/core/process/database";
import { withDatabase } from "@/server/core/process/settle";

const [act, mode] = process.argv.slice(2);
const seed = act === "migrate" && mode === undefined ? "none" : act === "seed" && (mode === "reference" || mode === "demo") ? mode : undefined;
if (!seed) {
  console.error("Usage: npm run db:migrate, or npm run db:seed -- reference|demo (adds what is missing).");
  process.exit(2);
}
if (seed !== "none") process.env["SEED"] = seed;
await withDatabase((url) => prepareDatabase(url, seed, { again: true })).then(
  () => console.log("Done."),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
