export const modes = ["standard", "elder"] as const;

/** What there is to choose from, of the preferences that are not yes or no. */
export const sizes = ["standard", "large", "largest"] as const;
export const contrasts = ["standard", "high", "dark"] as const;
export const speeds = ["slow", "normal", "fast"] as const;
