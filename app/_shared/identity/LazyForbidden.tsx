"use client";

import { lazy } from "react";
import type { ForbiddenProps } from "./Forbidden";

const Parts = lazy(() => import("./Forbidden").then(({ Forbidden }) => ({ default: Forbidden })));

/** Every page carries the one for a refusal: a reference to it, and what is in it only once it is shown. */
export function LazyForbidden(props: ForbiddenProps) {
  return <Parts {...props} />;
}
