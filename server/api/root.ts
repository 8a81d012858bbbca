import { applicationsRouter } from "@/server/applications/router";
import { certificatesRouter } from "@/server/certificates/router";
import { departmentsRouter } from "@/server/departments/router";
import { identityRouter } from "@/server/identity/router";
import { itemsRouter } from "@/server/items/router";
import { createCallerFactory, router } from "./trpc";

export const appRouter = router({ applications: applicationsRouter, certificates: certificatesRouter, departments: departmentsRouter, identity: identityRouter, items: itemsRouter });
export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
