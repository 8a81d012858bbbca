import type { ReactNode } from "react";
import { ClientMessages } from "@/app/_i18n/ClientMessages";

export default function ApplyLayout({ children }: { children: ReactNode }) {
  return <ClientMessages areas={["common", "ui", "apply", "keep", "applications", "forms", "errors", "life"]}>{children}</ClientMessages>;
}
