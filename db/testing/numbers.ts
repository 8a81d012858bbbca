/** The numbers that factories give out. */
export const numbers = { last: 0 };
