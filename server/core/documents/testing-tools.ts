import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What another's program says on standard output; qpdf ends with 3 after a warning, which is a failure here. */
export const run = (command: string, args: string[]) => execFileSync(command, args, { stdio: ["ignore", "pipe", "pipe"] }).toString();

export const hasPdfTools = ["pdfsig", "pdftotext", "pdfinfo", "qpdf"].every((command) => {
  try {
    run(command, [command === "qpdf" ? "--version" : "-v"]);
    return true;
  } catch {
    return false;
  }
});

/** Whether poppler finds a file signed as a whole, and qpdf finds it well formed. */
export function soundToOthers(pdf: Uint8Array): { signed: boolean; wellFormed: boolean } {
  const dir = mkdtempSync(join(tmpdir(), "tongban-pdf-"));
  try {
    const file = join(dir, "a.pdf");
    writeFileSync(file, pdf);
    const signature = run("pdfsig", ["-nocert", file]);
    return {
      signed: signature.includes("Signature is Valid.") && signature.includes("Total document signed"),
      wellFormed: run("qpdf", ["--check", file]).includes("No syntax or stream encoding errors found"),
    };
  } finally {
    rmSync(dir, { recursive: true });
  }
}
