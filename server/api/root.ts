import { certificatesRouter } from "@/server/certificates/router";
import { departmentsRouter } from "@/server/departments/router";
import { itemsRouter } from "@/server/items/router";
import { createCallerFactory, router } from "./trpc";

export const appRouter = router({ certificates: certificatesRouter, departments: departmentsRouter, items: itemsRouter });
export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
