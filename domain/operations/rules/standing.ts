/** What of the machinery is looked at; a part that could not be read is null. Ages and pauses are seconds, sizes bytes. */
export type Standing = {
  /** Of the outbox: how long its oldest message waits to be relayed. */
  outbox: { waiting: number; oldest: number } | null;
  work: { ready: number; active: number; oldest: number; givenUp: number } | null;
  schedules: readonly Schedule[] | null;
  sealing: { oldest: number | null; elsewhere: boolean | null; damaged: boolean } | null;
  keys: readonly { purpose: string; daysLeft: number }[] | null;
  /** Years of the workday calendar that are wanted and not known. */
  missingYears: readonly number[];
  /** Years for which the tables that are kept by year should have a part by now and have none. */
  missingParts: readonly number[] | null;
  storage: { free: number; total: number } | null;
  connections: { used: number; allowed: number } | null;
  /** Whether the bucket of the files answers, where there is one. */
  files: { away: boolean } | null;
  /** The scanner of uploads: how long the oldest has been waiting for it. */
  scanner: { oldest: number | null } | null;
  /** How long the statement has been running that runs longest. */
  longestStatement: number | null;
};

/** A schedule: when it runs (cron, Asia/Shanghai), how long ago it last went through or, if never, was made. */
export type Schedule = { name: string; cron: string; since: number; failure: string | null };

export const findingKinds = [
  "workStopped", "workGivenUp", "outboxLate", "scheduleLate", "scheduleFailed", "sealingLate", "sealsNotElsewhere", "chainDamaged",
  "keyEnds", "calendarMissing", "yearMissing", "diskFull", "diskFilling", "connectionsShort", "statementSlow", "filesAway", "scannerAway", "unreadable",
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Something that wants doing: `urgent` today, otherwise soon; `subject` names which, where there are several. */
export type Finding = { kind: FindingKind; urgent: boolean; subject?: string };

/** The thresholds, the same on the page of the system administrator and in the alert rules. */
export const limits = {
  oldestWork: 300, oldestMessage: 60, oldestUnsealed: 900, keyDays: 60, freeWarning: 0.2, freeUrgent: 0.08, connections: 0.85, statement: 60, oldestUnscanned: 600,
} as const;

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** The longest pause between two runs of a cron expression of five fields, in seconds; a little long rather than short. */
export function longestPause(cron: string): number {
  const [minutes = "*", hours = "*", dayOfMonth = "*", month = "*", weekday = "*"] = cron.trim().split(/\s+/);
  const whole: readonly [field: string, pause: number][] = [[month, 366 * day], [dayOfMonth, 31 * day], [weekday, 7 * day]];
  return whole.find(([field]) => field !== "*")?.[1] ?? stepOf(hours, hour, day) ?? stepOf(minutes, minute, hour) ?? minute;
}

/** `*` says nothing, every so many is a step, anything else is once in the larger unit. */
const stepOf = (field: string, unit: number, larger: number) => (field === "*" ? undefined : field.startsWith("*/") ? Number(field.slice(2)) * unit : larger);

/** Whether a run is missing: two pauses and five minutes have gone by, so that one missed tick is none. */
export const isLate = ({ cron, since }: Pick<Schedule, "cron" | "since">): boolean => since > 2 * longestPause(cron) + 5 * minute;

/** What wants doing, the urgent first. */
export function findingsOf(standing: Standing): Finding[] {
  const found = [...ofWork(standing), ...ofSchedules(standing.schedules ?? []), ...ofSealing(standing.sealing), ...ofTheMachine(standing), ...unreadable(standing)];
  return found.toSorted((a, b) => Number(b.urgent) - Number(a.urgent));
}

const when = (holds: boolean, finding: Finding): Finding[] => (holds ? [finding] : []);

const ofWork = ({ work, outbox }: Standing): Finding[] => [
  ...when((work?.oldest ?? 0) > limits.oldestWork, { kind: "workStopped", urgent: true }),
  ...when((outbox?.oldest ?? 0) > limits.oldestMessage, { kind: "outboxLate", urgent: true }),
  ...when((work?.givenUp ?? 0) > 0, { kind: "workGivenUp", urgent: false }),
];

const ofSchedules = (schedules: readonly Schedule[]): Finding[] => schedules.flatMap((schedule) => [
  ...when(isLate(schedule), { kind: "scheduleLate", urgent: true, subject: schedule.name }),
  ...when(schedule.failure !== null, { kind: "scheduleFailed", urgent: false, subject: schedule.name }),
]);

const ofSealing = (sealing: Standing["sealing"]): Finding[] => [
  ...when(sealing?.damaged ?? false, { kind: "chainDamaged", urgent: true }),
  ...when((sealing?.oldest ?? 0) > limits.oldestUnsealed, { kind: "sealingLate", urgent: true }),
  ...when(sealing?.elsewhere === false, { kind: "sealsNotElsewhere", urgent: false }),
];

const ofTheMachine = ({ keys, missingYears, missingParts, storage, connections, longestStatement, files, scanner }: Standing): Finding[] => [
  ...(keys ?? []).flatMap(({ purpose, daysLeft }) => when(daysLeft < limits.keyDays, { kind: "keyEnds", urgent: daysLeft < 7, subject: purpose })),
  ...missingYears.map((year): Finding => ({ kind: "calendarMissing", urgent: true, subject: String(year) })),
  ...(missingParts ?? []).map((year): Finding => ({ kind: "yearMissing", urgent: true, subject: String(year) })),
  ...ofDisk(storage),
  ...when(files?.away ?? false, { kind: "filesAway", urgent: true }),
  ...when(connections !== null && connections.used > limits.connections * connections.allowed, { kind: "connectionsShort", urgent: true }),
  ...when((longestStatement ?? 0) > limits.statement, { kind: "statementSlow", urgent: false }),
  ...when((scanner?.oldest ?? 0) > limits.oldestUnscanned, { kind: "scannerAway", urgent: true }),
];

function ofDisk(storage: Standing["storage"]): Finding[] {
  const left = storage ? storage.free / storage.total : 1;
  if (left < limits.freeUrgent) return [{ kind: "diskFull", urgent: true }];
  return when(left < limits.freeWarning, { kind: "diskFilling", urgent: false });
}

const parts = ["outbox", "work", "schedules", "sealing", "keys", "missingParts", "storage", "connections", "scanner"] as const;

const unreadable = (standing: Standing): Finding[] => parts.flatMap((part) => when(standing[part] === null, { kind: "unreadable", urgent: false, subject: part }));
