const own = /^\/(?:apply|me\/applications)\/[A-Za-z0-9/-]+(?:\?(?:question=\w+&?)?(?:from=check)?)?$/;

/** Only pages of one's own applications: what a form says of where it came from is not believed further. */
export const ownPath = (path: string): string => (own.test(path) ? path : "/me/applications");
