"use client";

import { lazy } from "react";
import type { NotFoundProps } from "./NotFound";

const Parts = lazy(() => import("./NotFound").then(({ NotFound }) => ({ default: NotFound })));

/** Every page carries the one for what is not there: a reference to it, and what is in it only once it is shown. */
export function NotFoundPage(props: NotFoundProps) {
  return <Parts {...props} />;
}
