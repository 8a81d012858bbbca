import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { patiently, pauseMs } from "./patient";
import { SaveQueue, type QueueStatus } from "./saveQueue";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lost = new Error("network");
const refused = new Error("refused");
const isLost = (error: unknown) => error === lost;

/** A queue over a server that answers as it is told to. */
function queueOver(server: (part: string) => Promise<string>) {
  const told: QueueStatus[] = [];
  const sent: string[] = [];
  const queue = new SaveQueue({ isLost, tell: (status) => told.push(status), send: (part) => { sent.push(part); return server(part); } });
  return { queue, sent, told, last: () => told.at(-1)! };
}

test.each([[1, 1000], [2, 2000], [3, 4000], [4, 8000], [5, 15_000], [40, 15_000]])("after %i lost attempts it waits %i ms", (failures, ms) => {
  expect(pauseMs(failures)).toBe(ms);
});

describe("saving while typing", () => {
  test("waits until the typing rests, and no longer than two and a half seconds", async () => {
    const { queue, sent } = queueOver(async () => "t");
    for (let at = 0; at < 6; at += 1) {
      queue.changed("a");
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(sent).toEqual(["a"]);
    await vi.advanceTimersByTimeAsync(800);
    expect(sent).toEqual(["a", "a"]);
  });

  test("saves each changed part once, one after the other", async () => {
    const { queue, sent, last } = queueOver(async (part) => `saved ${part}`);
    queue.changed("a");
    queue.changed("b");
    queue.changed("a");
    expect(last()).toMatchObject({ unsaved: 2 });
    await vi.advanceTimersByTimeAsync(800);
    expect(sent).toEqual(["a", "b"]);
    expect(last()).toMatchObject({ state: "saved", at: "saved b", unsaved: 0 });
  });

  test("what is typed while a part is being saved is saved after it", async () => {
    const answers: (() => void)[] = [];
    const { queue, sent, last } = queueOver(() => new Promise((resolve) => answers.push(() => resolve("t"))));
    queue.changed("a");
    await vi.advanceTimersByTimeAsync(800);
    queue.changed("a");
    answers.shift()!();
    await vi.advanceTimersByTimeAsync(800);
    expect(sent).toEqual(["a", "a"]);
    expect(last().unsaved).toBe(1);
    answers.shift()!();
    await vi.advanceTimersByTimeAsync(0);
    expect(last()).toMatchObject({ state: "saved", unsaved: 0 });
  });
});

describe("a network that is away for thirty seconds", () => {
  test("nothing is lost: it says so, keeps trying, and saves what was typed last", async () => {
    let away = true;
    const typed = { text: "" };
    const kept: string[] = [];
    const { queue, last } = queueOver(async () => {
      if (away) throw lost;
      kept.push(typed.text);
      return "t";
    });
    for (const letter of "老张面馆") {
      typed.text += letter;
      queue.changed("a");
      await vi.advanceTimersByTimeAsync(7500);
      expect(last()).toMatchObject({ state: "offline", unsaved: 1 });
    }
    away = false;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(kept).toEqual(["老张面馆"]);
    expect(last()).toMatchObject({ state: "saved", unsaved: 0 });
  });

  test("the moment it is back, it saves at once", async () => {
    let away = true;
    const { queue, sent, last } = queueOver(async () => { if (away) throw lost; return "t"; });
    queue.changed("a");
    queue.changed("b");
    await vi.advanceTimersByTimeAsync(10_000);
    away = false;
    const before = sent.length;
    queue.now();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.slice(before).toSorted()).toEqual(["a", "b"]);
    expect(last()).toMatchObject({ state: "saved", unsaved: 0 });
  });

  test("whoever waits for everything to be saved waits until it is", async () => {
    let away = true;
    const { queue } = queueOver(async () => { if (away) throw lost; return "t"; });
    queue.changed("a");
    let settled = false;
    void queue.settled().then(() => (settled = true));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(settled).toBe(false);
    away = false;
    queue.now();
    await vi.advanceTimersByTimeAsync(0);
    expect(settled).toBe(true);
  });
});

describe("what the server refuses", () => {
  test("is not sent again by itself, and told to whoever waits", async () => {
    const { queue, sent, last } = queueOver(async () => { throw refused; });
    queue.changed("a");
    const waited = queue.settled().catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await waited).toBe(refused);
    expect(sent).toEqual(["a"]);
    expect(last()).toMatchObject({ state: "refused", unsaved: 1, error: refused });
  });

  test("is tried again when it was changed", async () => {
    let refuses = true;
    const { queue, last } = queueOver(async () => { if (refuses) throw refused; return "t"; });
    queue.changed("a");
    await vi.advanceTimersByTimeAsync(1000);
    refuses = false;
    queue.changed("a");
    await vi.advanceTimersByTimeAsync(1000);
    expect(last()).toEqual({ state: "saved", at: "t", unsaved: 0 });
  });

  test("nothing to save is settled at once", async () => {
    await expect(queueOver(async () => "t").queue.settled()).resolves.toBeUndefined();
  });
});

const pause = () => Promise.resolve();

describe("sending once through a network that goes away", () => {
  test("asks again until there is an answer, and says how often it was lost", async () => {
    const onLost = vi.fn();
    const ask = vi.fn().mockRejectedValueOnce(lost).mockRejectedValueOnce(lost).mockResolvedValue("filed");
    expect(await patiently(ask, { isLost, pause, onLost })).toBe("filed");
    expect(onLost.mock.calls).toEqual([[1], [2]]);
  });

  test("a refusal is an answer", async () => {
    const ask = vi.fn().mockRejectedValueOnce(lost).mockRejectedValue(refused);
    await expect(patiently(ask, { isLost, pause })).rejects.toBe(refused);
    expect(ask).toHaveBeenCalledTimes(2);
  });
});
