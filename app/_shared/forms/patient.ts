/** The answer was lost on the way, or there was none: nobody knows whether it was done, and the same may be sent again. */
export type IsLost = (error: unknown) => boolean;

const longestPauseMs = 15_000;

/** How long to wait before the next attempt, after so many in a row were lost: 1, 2, 4, 8, then 15 seconds. */
export function pauseMs(failures: number): number {
  return Math.min(longestPauseMs, 1000 * 2 ** Math.max(0, failures - 1));
}

/** Waits so long, or until something says that the network is back. */
export type Pause = (ms: number) => Promise<void>;

type Patience = { isLost: IsLost; pause: Pause; onLost?: (failures: number) => void };

/**
 * Asks again, under the same key, until there is an answer; a refusal is an answer and is thrown. So what was sent through a
 * network that went away is done once, and its sender learns of it.
 */
export async function patiently<T>(ask: () => Promise<T>, { isLost, pause, onLost }: Patience): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!isLost(error)) throw error;
      onLost?.(failures);
      await pause(pauseMs(failures));
    }
  }
}

/** A pause of the browser: it is over early when the browser says that it is connected again. */
export const browserPause: Pause = (ms) => new Promise((resolve) => {
  const over = () => {
    clearTimeout(timer);
    window.removeEventListener("online", over);
    resolve();
  };
  const timer = setTimeout(over, ms);
  window.addEventListener("online", over);
});
