import type { ReactNode } from "react";
import { chooseSpeed } from "@/app/_shared/preferences/actions";
import { CaptionBar } from "../captions/CaptionBar";
import { ReadAloud } from "../read-aloud/ReadAloud";
import { ElderHelp } from "./ElderHelp";
import { SiteFooter } from "./SiteFooter";
import { SiteHeader, type HeaderProps } from "./SiteHeader";

/** The public site around a page: header, read-aloud, `<main>`, footer. */
export function SiteShell({ children, ...header }: HeaderProps & { children: ReactNode }) {
  return (
    <div className="flex min-h-[calc(100dvh-4rem)] flex-col">
      <SiteHeader {...header} />
      <ReadAloud prominent={header.view.preferences.readAloud} speed={header.view.preferences.speed} remember={chooseSpeed} />
      <main id="main" tabIndex={-1} className="grow">{children}</main>
      {header.view.mode === "elder" && <ElderHelp signedIn={header.viewer?.area === "space"} />}
      <SiteFooter />
      {header.view.preferences.captions && <CaptionBar />}
    </div>
  );
}
