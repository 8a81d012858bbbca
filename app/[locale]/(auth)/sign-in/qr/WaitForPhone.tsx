"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { finishQr, lookAtQr } from "./actions";

const everyMs = 2_000;

/** Asks every two seconds whether the phone has answered, and goes on by itself when it has. */
export function WaitForPhone({ next }: { next: string }) {
  const router = useRouter();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const form = new FormData();
    form.set("next", next);
    const look = async () => {
      const state = await lookAtQr().catch(() => "waiting" as const);
      if (state === "approved") return void (await finishQr({}, form));
      if (state !== "waiting") return router.refresh();
      timer = setTimeout(() => void look(), everyMs);
    };
    timer = setTimeout(() => void look(), everyMs);
    return () => clearTimeout(timer);
  }, [next, router]);
  return null;
}
