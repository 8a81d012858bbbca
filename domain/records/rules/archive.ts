import type { ApplicationStatus } from "@/domain/applications/schema";
import type { ArchivedEvent, ArchiveFile, ArchiveManifest } from "../schema/archive";

type Digest = (value: { readonly [key: string]: unknown }) => string;
type Unchained = { sequence: number; action: string; at: string } & Record<string, unknown>;

/** Statuses in which a case ended without a decision on its request. */
export const undecidedEnds = ["refused", "lapsed", "withdrawn", "transferred", "terminated"] as const satisfies readonly ApplicationStatus[];

/** Whether a case came to nothing: its uploads go after a while (`refusedFiles`), so no package keeps a copy of them. */
export const cameToNothing = ({ status, outcome }: { status: ApplicationStatus; outcome: string | null }): boolean => outcome === null && undecidedEnds.some((end) => end === status);

/** What stands before the first event of a chain. */
const start = "0".repeat(64);

/** The history with each event bound to the one before it: nothing can be taken out, put in or changed without breaking all that follows. */
export function chain(events: readonly Unchained[], digest: Digest): ArchivedEvent[] {
  const chained: ArchivedEvent[] = [];
  for (const event of events) {
    const linked = { ...event, previous: chained.at(-1)?.hash ?? start };
    chained.push({ ...linked, hash: digest(linked) });
  }
  return chained;
}

export type ArchiveFlaw =
  | { kind: "missing" | "unlisted" | "altered"; path: string }
  | { kind: "chainBroken" | "sequenceGap"; sequence: number }
  | { kind: "eventsMissing" };

/** What is wrong with a history: a line that does not follow from the one before, a number left out, an end other than the manifest's. */
export function flawsOfChain(events: readonly ArchivedEvent[], { events: told }: Pick<ArchiveManifest, "events">, digest: Digest): ArchiveFlaw[] {
  const flaws: ArchiveFlaw[] = [];
  let previous = start;
  let sequence = told.first - 1;
  for (const { hash, ...event } of events) {
    if (event.sequence !== sequence + 1) flaws.push({ kind: "sequenceGap", sequence: event.sequence });
    if (event.previous !== previous || digest(event) !== hash) flaws.push({ kind: "chainBroken", sequence: event.sequence });
    previous = hash;
    sequence = event.sequence;
  }
  const whole = events.length === told.count && sequence === told.last && previous === told.head;
  return whole ? flaws : [...flaws, { kind: "eventsMissing" }];
}

/** The manifest and what it is signed with: the only entries it does not list. */
export const signingEntries = ["manifest.json", "manifest.jws", "keys.json"] as const;

/** What of a package is not as its manifest says, by path, size and digest. */
export function flawsOfFiles(found: ReadonlyMap<string, Pick<ArchiveFile, "size" | "sha256">>, { files }: Pick<ArchiveManifest, "files">): ArchiveFlaw[] {
  const listed = new Set<string>([...signingEntries, ...files.map(({ path }) => path)]);
  const wrong = files.flatMap(({ path, size, sha256 }): ArchiveFlaw[] => {
    const there = found.get(path);
    if (!there) return [{ kind: "missing", path }];
    return there.size === size && there.sha256 === sha256 ? [] : [{ kind: "altered", path }];
  });
  const more = [...found.keys()].filter((path) => !listed.has(path)).map((path): ArchiveFlaw => ({ kind: "unlisted", path }));
  return [...wrong, ...more];
}
