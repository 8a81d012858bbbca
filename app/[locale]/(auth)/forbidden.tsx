export { ForbiddenPage as default } from "@/app/_ui/shell/ProblemPages";
