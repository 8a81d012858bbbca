"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { browserPause, patiently } from "@/app/_shared/forms/patient";
import { isLost, refusalIn } from "@/app/_trpc/browser";

export type Calm = { state: "idle" | "busy" | "offline"; refusal?: { code: string; params: Record<string, string | number> } };

/** One act of the page that outlasts a network that goes away; when it is done the page is drawn anew. */
export function useCalm() {
  const router = useRouter();
  const [calm, setCalm] = useState<Calm>({ state: "idle" });
  const run = async <T>(act: () => Promise<T>, lost = isLost): Promise<T | undefined> => {
    if (calm.state !== "idle") return undefined;
    setCalm({ state: "busy" });
    try {
      const done = await patiently(act, { isLost: lost, pause: browserPause, onLost: () => setCalm({ state: "offline" }) });
      setCalm({ state: "idle" });
      router.refresh();
      return done;
    } catch (error) {
      setCalm({ state: "idle", refusal: refusalIn(error) ?? { code: "requests.failed", params: {} } });
      return undefined;
    }
  };
  return { calm, run };
}
