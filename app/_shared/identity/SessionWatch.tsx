import type { ReactNode } from "react";
import { currentAccount } from "../session";
import { OpenedUnderDelegation } from "./ActingField";
import { SessionBanner, SignedOutHere } from "./SessionBanner";

/** Around a shell: knows for whom its pages are opened and when the session behind them ends. */
export async function SessionWatch({ children }: { children: ReactNode }) {
  const account = await currentAccount();
  return (
    <OpenedUnderDelegation delegationId={account?.actingFor?.delegationId}>
      {children}
      {account ? <SessionBanner start={account.session} /> : <SignedOutHere />}
    </OpenedUnderDelegation>
  );
}
