import type { ReactNode } from "react";

/** Around a page that also opens without the network: nothing of anyone who is signed in, and no link that leads nowhere then. */
export default function OfflineLayout({ children }: { children: ReactNode }) {
  return <main id="main" tabIndex={-1}>{children}</main>;
}
