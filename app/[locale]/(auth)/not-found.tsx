export { NotFoundPage as default } from "@/app/_ui/shell/NotFoundPage";
