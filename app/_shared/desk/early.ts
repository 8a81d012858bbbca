/** Keys pressed before the script of the page listened, until somebody takes them up. */
type Early = { pressed: KeyboardEvent[]; keep: (event: KeyboardEvent) => void };

declare global {
  interface Window {
    earlyKeys?: Early;
  }
}

/** Runs within the page itself, long before its script has come. */
export const keepEarlyKeys = `(() => {
  const pressed = [];
  const keep = (event) => pressed.push(event);
  window.earlyKeys = { pressed, keep };
  document.addEventListener("keydown", keep);
})()`;

/** What was pressed so far; from here on the page listens by itself. */
export function pressedEarly(): readonly KeyboardEvent[] {
  const { earlyKeys } = window;
  if (!earlyKeys) return [];
  document.removeEventListener("keydown", earlyKeys.keep);
  delete window.earlyKeys;
  return earlyKeys.pressed;
}

/**
 * Of what was pressed early, what still counts: whoever went on by Tab, Enter or typing has gone on, and what they pressed
 * before is not brought up again. Shift is only part of the key that comes next.
 */
export function stillMeant<Press extends { key: string }>(pressed: readonly Press[], isShortcut: (press: Press) => boolean): Press[] {
  const keys = pressed.filter(({ key }) => key !== "Shift");
  return keys.slice(keys.findLastIndex((press) => !isShortcut(press)) + 1);
}
