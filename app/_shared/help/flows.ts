import { routing, type Locale } from "@/app/_i18n/routing";
import { Mode } from "@/domain/identity/schema";

/** What the help shows step by step, and in how many pictures; a journey of the browser tests takes each of them. */
export const helpFlows = { apply: 6, family: 5, present: 4, correction: 4 } as const;
export type HelpFlow = keyof typeof helpFlows;

export const isHelpFlow = (name: string): name is HelpFlow => Object.hasOwn(helpFlows, name);
export const helpFlowNames = Object.keys(helpFlows).filter((name): name is HelpFlow => isHelpFlow(name));

/** Each picture is there as its reader sees the page: in their language, in their mode. */
export type PictureView = { language: Locale; mode: Mode };
export const pictureViews: readonly PictureView[] = routing.locales.flatMap((language) => Mode.options.map((mode) => ({ language, mode })));

/** The numbers of the steps of a flow, as its pictures and words are named by. */
export const stepsOf = (flow: HelpFlow): string[] => Array.from({ length: helpFlows[flow] }, (_, index) => String(index + 1));
export const pictureAddress = (flow: HelpFlow, step: string, { language, mode }: PictureView): string => `/pictures/${language}/${mode}/${flow}/${step}.webp`;
/** In points; the files are twice as sharp. */
export const pictureSize = { width: 360, height: 600 } as const;
