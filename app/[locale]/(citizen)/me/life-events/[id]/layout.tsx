import type { ReactNode } from "react";
import { ClientMessages } from "@/app/_i18n/ClientMessages";

export default function LifeEventCaseLayout({ children }: { children: ReactNode }) {
  return <ClientMessages areas={["common", "ui", "apply", "applications", "forms", "life", "lifeEvents", "errors"]}>{children}</ClientMessages>;
}
