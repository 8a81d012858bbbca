import type { ReactNode } from "react";
import { ForgetOthers } from "../offline/ForgetOthers";
import { currentAccount } from "../session";
import { OpenedForHolder } from "./ActingField";
import { SessionBanner, SignedOutHere } from "./SessionBanner";

/** Around a shell: knows for whom its pages are opened and when the session behind them ends. */
export async function SessionWatch({ children }: { children: ReactNode }) {
  const account = await currentAccount();
  return (
    <OpenedForHolder holder={account?.session.holder}>
      {children}
      {account ? <><SessionBanner start={account.session} /><ForgetOthers owner={account.mark} /></> : <SignedOutHere />}
    </OpenedForHolder>
  );
}
