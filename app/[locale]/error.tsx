"use client";

import { ProblemPage, type ErrorPageProps } from "@/app/_ui/shell/ProblemPage";

export default function ErrorPage(props: ErrorPageProps) {
  return <main id="main" tabIndex={-1}><ProblemPage {...props} /></main>;
}
