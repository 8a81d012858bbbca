import { applicationsRouter } from "@/server/applications/router";
import { auditRouter } from "@/server/audit/router";
import { certificatesRouter } from "@/server/certificates/router";
import { delegationsRouter } from "@/server/delegations/router";
import { departmentsRouter } from "@/server/departments/router";
import { enquiriesRouter } from "@/server/enquiries/router";
import { identityRouter } from "@/server/identity/router";
import { itemsRouter } from "@/server/items/router";
import { lifeEventsRouter } from "@/server/lifeEvents/router";
import { noticesRouter } from "@/server/notices/router";
import { organisationsRouter } from "@/server/organisations/router";
import { ratingsRouter } from "@/server/ratings/router";
import { recordsRouter } from "@/server/records/router";
import { supervisionRouter } from "@/server/supervision/router";
import { createCallerFactory, router } from "./trpc";

export const appRouter = router({ applications: applicationsRouter, audit: auditRouter, certificates: certificatesRouter, delegations: delegationsRouter, departments: departmentsRouter, enquiries: enquiriesRouter, identity: identityRouter, items: itemsRouter, lifeEvents: lifeEventsRouter, notices: noticesRouter, organisations: organisationsRouter, ratings: ratingsRouter, records: recordsRouter, supervision: supervisionRouter });
export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
