import type { ReactNode } from "react";
import { Section } from "@/app/_ui/Page";

/** One component on the living page, under its name. */
export function Sample({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Section title={<span lang="en">{name}</span>} id={name}>
      <div className="flex flex-col gap-6">{children}</div>
    </Section>
  );
}
