// Forked by npm run bench -- issue, to be killed: issues a certificate for every approved case, as its officer does, and works
// the jobs meanwhile, until there is nothing left to issue and then on. <officer as JSON>
import { and, asc, eq, notExists } from "drizzle-orm";
import { connect } from "@/db/client";
import { applications, certificates } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { env } from "@/env";
import { issueCertificate } from "@/server/applications/commands/decide";
import { now } from "@/server/core/clock";
import { startJobs } from "@/server/jobs";

// An actor that the parent wrote a moment ago.
const officer = JSON.parse(process.argv[2] ?? "") as User;
process.once("disconnect", () => process.exit(1));
await startJobs();
process.send?.("working");
const { db } = connect(env().DATABASE_URL ?? "", 2);
const waiting = await db.select({ id: applications.id, version: applications.version }).from(applications)
  .where(and(eq(applications.status, "approved"), notExists(db.select().from(certificates).where(eq(certificates.applicationId, applications.id))))).orderBy(asc(applications.id));
for (const { id, version } of waiting) await issueCertificate({ db, actor: officer, now: now(), requestId: "bench", address: "bench" }, { id, version });
