import type { inferRouterInputs } from "@trpc/server";
import type { Answers } from "@/app/_trpc/types";
import type { AppRouter } from "@/server/api/root";

type Procedures = Answers["applications"];

/** What the pages of the applicant receive. */
export type Draft = Procedures["draft"];
export type SavedPage = Procedures["save"];
export type OwnCase = Procedures["get"];
export type OwnRow = Procedures["listOwn"]["rows"][number];
export type OwnState = NonNullable<inferRouterInputs<AppRouter>["applications"]["listOwn"]["state"]>;
