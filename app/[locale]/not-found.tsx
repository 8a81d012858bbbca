import { NotFoundPage } from "@/app/_ui/shell/NotFoundPage";

/** Only where a layout itself is missing. */
export default function NotFound() {
  return <NotFoundPage bare />;
}
