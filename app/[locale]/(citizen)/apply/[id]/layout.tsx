import type { ReactNode } from "react";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { OfflineShell } from "@/app/_shared/offline/OfflineShell";
import { env } from "@/env";

export default function ApplyLayout({ children }: { children: ReactNode }) {
  return <ClientMessages areas={["common", "ui", "apply", "keep", "applications", "forms", "errors", "life"]}>{children}<OfflineShell on={env().OFFLINE_SHELL} always /></ClientMessages>;
}
