// npm run certificates:import -- <file> --type <id> --issuer <credit code> [--division <code>] [--make]
import { randomUUID } from "node:crypto";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { eq } from "drizzle-orm";
import errors from "@/app/_i18n/messages/en/errors.json";
import { connect } from "@/db/client";
import { certificateImportRows, certificateImports, departments } from "@/db/schema";
import type { ImportProblem } from "@/domain/certificates/schema/import";
import type { ErrorParams } from "@/domain/core/errors";
import { beginImport, confirmAtMachine, continueImport, planRows } from "@/server/certificates/commands/imports";
import { findIssuedType } from "@/server/certificates/queries/catalogue";
import { now } from "@/server/core/clock";
import type { Ctx } from "@/server/core/context";
import { withDatabase } from "@/server/core/process/settle";
import { storage } from "@/server/core/storage";
import { readTableFile } from "@/server/core/table-file";
import { onlyFile, runCommand, UsageError } from "./lib/command";

const usage = `Usage: npm run certificates:import -- <file> --type <id> --issuer <credit code> [--division <code>] [--make]

Takes over certificates of one type that an organ issued before, from a workbook (.xlsx) or CSV with the columns of the template
at /desk/certificates/import. Without --make it only says what each row would become and what is wrong with it. The same
certificate is never made twice: by its type, number and holders. A run that was cut off is finished by the running portal,
or by running it again. Certificates are signed by the running portal.

  --type      id of the certificate type, as in /admin/certificate-types
  --issuer    credit code of the issuing organ
  --division  where it acted (GB/T 2260); without it, the organ's own
  --make      make the certificates
  --help      this text

Exit code: 0 all rows are or would be certificates, 1 some rows cannot be, 2 nothing done, 3 wrong usage.
The database is DATABASE_URL, or the one in DATA_DIR (a running portal's, or started for the work).`;

const NOTHING_DONE = 2;

async function main(): Promise<number> {
  const options = { type: { type: "string" }, issuer: { type: "string" }, division: { type: "string" }, make: { type: "boolean", default: false } } as const;
  const { values: { type, issuer, division, make }, positionals } = parseArgs({ allowPositionals: true, options });
  const file = onlyFile(positionals);
  if (!type || !issuer) throw new UsageError("--type and --issuer are needed");
  return withDatabase(async (url) => {
    const { db, close } = connect(url, 2);
    try {
      const [organ] = await db.select().from(departments).where(eq(departments.uscc, issuer));
      if (!organ) throw new UsageError(`No organ has the credit code ${issuer}`);
      const ctx: Ctx = { actor: { kind: "system" }, now: now(), requestId: randomUUID(), address: "system", db };
      const place = { typeId: type, departmentId: organ.id, divisionCode: division ?? organ.divisionCode };
      return make ? await makeAll(ctx, place, file) : await rehearse(ctx, type, file);
    } finally {
      await close();
    }
  });
}

async function rehearse(ctx: Ctx, typeId: string, file: string): Promise<number> {
  const type = await findIssuedType(ctx.db, typeId);
  if (!type) throw new UsageError(`The catalogue has no published type ${typeId}`);
  const planned = await planRows(ctx, type, await readTableFile(file));
  if ("failed" in planned) return failed(planned.failed);
  for (const { line, problems } of planned.rows) tell(line, problems);
  const count = (plan: string) => planned.rows.filter((row) => row.plan === plan).length;
  console.log(JSON.stringify({ rows: planned.rows.length, make: count("make"), same: count("same"), refuse: count("refuse") }));
  return count("refuse") > 0 ? 1 : 0;
}

type Place = { typeId: string; departmentId: string; divisionCode: string };

async function makeAll(ctx: Ctx, place: Place, file: string): Promise<number> {
  const fileKey = `imports/${ctx.now.toISOString().slice(0, 10)}/${randomUUID()}`;
  await storage().putFile(fileKey, file);
  const { id } = await beginImport(ctx, { ...place, createdBy: null }, { fileKey, name: basename(file) });
  // The running portal may read it as well; whoever is second finds it done.
  await continueImport(ctx, { importId: id });
  const stand = async () => (await ctx.db.select().from(certificateImports).where(eq(certificateImports.id, id)))[0];
  const read = await stand();
  if (read?.status === "failed") return failed(read.problems);
  await confirmAtMachine(ctx, id);
  while ((await stand())?.status === "working") {
    await continueImport(ctx, { importId: id });
    console.log(`  ${(await stand())?.done ?? 0} rows done`);
  }
  const rows = await ctx.db.select().from(certificateImportRows).where(eq(certificateImportRows.importId, id)).orderBy(certificateImportRows.line);
  for (const { line, problems } of rows) tell(line, problems);
  const refused = rows.filter(({ plan, outcome }) => plan === "refuse" || outcome === "refused").length;
  console.log(JSON.stringify({ import: id, rows: rows.length, made: rows.filter(({ outcome }) => outcome === "made").length, refused }));
  return refused > 0 ? 1 : 0;
}

function failed(problems: readonly ImportProblem[]): number {
  tell(1, problems);
  return NOTHING_DONE;
}

function tell(line: number, problems: readonly ImportProblem[]): void {
  for (const { column, code, params } of problems) console.log(`row ${line}${column ? `, ${column}` : ""}: ${sentence(code, params)}`);
}

const sentences: Record<string, unknown> = errors;

/** The English sentence of an error, its values put in. */
function sentence(code: string, params: ErrorParams): string {
  const [noun = "", reason = ""] = code.split(".");
  const found: unknown = Object.entries(sentences[noun] ?? {}).find(([name]) => name === reason)?.[1];
  return typeof found === "string" ? found.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole)) : code;
}

await runCommand(main, { usage, codes: { failed: NOTHING_DONE, wrongUsage: 3 } });
