import { ForbiddenPage } from "@/app/_shared/identity/ForbiddenPage";

export default function Forbidden() {
  return <ForbiddenPage />;
}
