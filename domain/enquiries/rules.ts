/** How soon an enquiry is answered: five workdays from the day after it came. No law sets it; it is the portal's own promise. */
export const answerLimit = { value: 5, unit: "workday" } as const;

/** Places whose addresses hold nothing but what their owner may see anyway; beneath any other may stand a secret. */
const toldWhole: ReadonlySet<string> = new Set(["items", "life-events", "departments", "divisions", "ratings", "apply", "me", "help"]);

/** What is kept of the page somebody wrote about: its path, or only where it begins where the rest may be a code that opens something. */
export function keptAbout(path: string): string {
  const [language, ...rest] = path.split("/").slice(1);
  const [prefix, parts] = language === "en" ? ["/en", rest] : ["", [language ?? "", ...rest]];
  const [place = ""] = parts;
  return toldWhole.has(place) ? path : `${prefix}/${place}`;
}

/** The implementation code of the service item that a page is about, where it is about one. */
export function itemCodeIn(about: string | undefined): string | undefined {
  return about?.match(/^(?:\/en)?\/items\/([0-9A-Za-z]{31,33})(?:\/|$)/)?.[1]?.toUpperCase();
}
