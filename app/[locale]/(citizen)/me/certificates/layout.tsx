import type { ReactNode } from "react";
import { OfflineWatch } from "@/app/_shared/certificates/offline/OfflineWatch";

export default function WalletLayout({ children }: { children: ReactNode }) {
  return <>{children}<OfflineWatch /></>;
}
