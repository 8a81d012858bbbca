/** How soon an enquiry is answered: five workdays from the day after it came. No law sets it; it is the portal's own promise. */
export const answerLimit = { value: 5, unit: "workday" } as const;

/** The implementation code of the service item that a page is about, where it is about one. */
export function itemCodeIn(about: string | undefined): string | undefined {
  return about?.match(/^(?:\/en)?\/items\/([0-9A-Za-z]{31,33})(?:\/|$)/)?.[1]?.toUpperCase();
}
