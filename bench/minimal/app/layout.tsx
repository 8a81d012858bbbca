import type { ReactNode } from "react";

// oxlint-disable-next-line import/no-default-export -- Next looks for it
export default function Layout({ children }: { children: ReactNode }) {
  return <html lang="zh-CN"><body>{children}</body></html>;
}
