"use client";

export { ProblemPage as default } from "@/app/_ui/shell/ProblemPage";
