import { readFile } from "node:fs/promises";
import { isDomainError, type DomainError } from "@/domain/core/errors";
import { parseJson } from "@/domain/core/json";
import { Jwks } from "@/server/core/documents/keys";

/** The command was called in a way it does not know; what it does know is told along. */
export class UsageError extends Error {}

type Sentences = Readonly<Record<string, (params: DomainError["params"]) => string>>;

type Command = {
  usage: string;
  /** What the process ends with when the work failed, and when the call was wrong. */
  codes?: { failed: number; wrongUsage: number };
  /** What a refusal of the domain means here, by its code. */
  sentences?: Sentences;
};

/** Runs an operator's command: `main` returns the exit code; `--help` prints the usage; what fails is said without a stack. */
export async function runCommand(main: () => Promise<number>, { usage, codes = { failed: 1, wrongUsage: 3 }, sentences = {} }: Command): Promise<void> {
  if (process.argv.slice(2).some((word) => word === "--help" || word === "-h")) {
    console.log(usage);
    return;
  }
  try {
    process.exitCode = await main();
  } catch (error) {
    const wrong = isWrongUsage(error);
    console.error(wordsOf(error, sentences) + (wrong ? `\n\n${usage}` : ""));
    process.exitCode = wrong ? codes.wrongUsage : codes.failed;
  }
}

function wordsOf(error: unknown, sentences: Sentences): string {
  const sentence = isDomainError(error) ? sentences[error.code]?.(error.params) : undefined;
  return sentence ?? (error instanceof Error ? error.message : String(error));
}

function isWrongUsage(error: unknown): boolean {
  return error instanceof UsageError || (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
}

/** The one file a command is called with. */
export function onlyFile([path, ...more]: readonly string[]): string {
  if (!path || more.length > 0) throw new UsageError("Give exactly one file");
  return path;
}

export async function readInput(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch {
    throw new UsageError(`Cannot read ${path}`);
  }
}

/** The published keys in a file. */
export async function readJwks(path: string): Promise<Jwks> {
  const parsed = Jwks.safeParse(parseJson((await readInput(path)).toString("utf8")));
  if (!parsed.success) throw new UsageError(`${path} is not a key set (JWKS)`);
  return parsed.data;
}
