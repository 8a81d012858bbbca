/** A phone number as a telephone takes it, or nothing where the text is more than one number. */
export function dialled(phone: string): string | undefined {
  const number = phone.replaceAll(/[\s()（）－–-]/g, "");
  return /^\+?\d{5,15}$/.test(number) ? number : undefined;
}
