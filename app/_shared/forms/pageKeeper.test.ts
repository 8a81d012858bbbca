import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { compileForm } from "@/domain/forms/rules/compile";
import { withInputsOf } from "@/domain/forms/rules/inputs";
import { mergeAnswers } from "@/domain/forms/rules/merge-answers";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { Answers, Field } from "@/domain/forms/schema";
import { PageKeeper, type KeeperTold } from "./pageKeeper";
import type { Typing } from "./typing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const label = { zh: "问题" };
const fields: Field[] = [{ id: "shop", type: "text", label }, { id: "phone", type: "phone", label, optional: true }];
const form = compileForm({ version: 1, sections: [{ id: "page", title: label, fields }] });
const at = { context: { today: "2026-11-22", profile: {}, situation: {} } };

const lost = new Error("network");
const signedOut = new Error("access.signIn");

/** A server that saves as the real one does, is away, answers nobody, or hears without its answer coming back. */
function portal(stored: Answers = { shop: "老张面馆" }) {
  const state = { stored, mode: "well" as "well" | "away" | "signedOut" | "unheard" };
  const save = async ({ raw, base }: { raw: RawAnswers; base: RawAnswers }) => {
    if (state.mode === "away") throw lost;
    if (state.mode === "signedOut") throw signedOut;
    const { raw: merged, conflicts, taken } = mergeAnswers(form, "page", { base, typed: raw, stored: state.stored }, at);
    const read = form.readSection("page", merged, { previous: state.stored, ...at });
    state.stored = read.answers;
    if (state.mode === "unheard") throw lost;
    return { savedAt: "2026-11-22T02:32:00.000Z", stored: form.toRaw("page", read.answers), raw: read.raw, conflicts, taken };
  };
  return { state, save, shows: () => form.toRaw("page", state.stored) };
}

type Device = { kept: Typing | undefined; refuses?: boolean };

/** A tab that shows a page; `die` takes it away as a dead battery does. */
function openTab({ save, shows }: ReturnType<typeof portal>, device: Device = { kept: undefined }) {
  const start = shows();
  let inputs: RawAnswers | undefined = { ...start };
  let told: KeeperTold | undefined;
  const announce = vi.fn();
  const keeper = new PageKeeper({
    read: () => inputs, save, isLost: (error) => error === lost, announce,
    keep: async (typing) => {
      if (device.refuses) return false;
      device.kept = structuredClone(typing);
      return true;
    },
    drop: () => (device.kept = undefined),
    tell: (next) => (told = next),
  }, start);
  return {
    keeper, announce, device,
    told: () => told!,
    type: (typed: RawAnswers) => {
      inputs = { ...inputs, ...typed };
      keeper.changed();
    },
    /** Draws the inputs anew. */
    show: (raw: RawAnswers) => (inputs = raw),
    inputs: () => inputs,
    die: () => (inputs = undefined),
  };
}

const rest = (ms = 5000) => vi.advanceTimersByTimeAsync(ms);

describe("a network that goes away", () => {
  test("what is typed lies on this device at once, says so, and is saved by itself when it is back", async () => {
    const server = portal();
    const tab = openTab(server);
    server.state.mode = "away";
    tab.type({ shop: "离线面馆" });
    await rest();
    expect(tab.told()).toMatchObject({ onDevice: true, status: { state: "offline", unsaved: 1 } });
    expect(tab.device.kept).toMatchObject({ raw: { shop: "离线面馆" }, base: { shop: "老张面馆" } });
    server.state.mode = "well";
    tab.keeper.now();
    await rest(0);
    expect(server.state.stored).toMatchObject({ shop: "离线面馆" });
    expect(tab.told()).toMatchObject({ onDevice: false, status: { state: "saved" } });
    expect(tab.device.kept).toBeUndefined();
  });

  test("a browser that keeps nothing says that it is on the page alone", async () => {
    const server = portal();
    const tab = openTab(server, { kept: undefined, refuses: true });
    server.state.mode = "away";
    tab.type({ shop: "离线面馆" });
    await rest();
    expect(tab.told()).toMatchObject({ onDevice: false, status: { state: "offline" } });
  });

  test("what arrived without its answer coming back is nobody else's", async () => {
    const server = portal();
    const tab = openTab(server);
    server.state.mode = "unheard";
    tab.type({ shop: "第一次" });
    await rest(900);
    server.state.mode = "well";
    tab.type({ shop: "第二次" });
    tab.keeper.now();
    await rest();
    expect(tab.told().agreed.conflicts).toEqual([]);
    expect(server.state.stored).toMatchObject({ shop: "第二次" });
  });

  test("what another device saved meanwhile is put beside it, and nothing is overwritten before a choice", async () => {
    const server = portal();
    const tab = openTab(server);
    server.state.mode = "away";
    tab.type({ shop: "这里", phone: "13900139000" });
    await rest();
    server.state.stored = { shop: "那里" };
    server.state.mode = "well";
    tab.keeper.now();
    await rest();
    expect(server.state.stored).toEqual({ shop: "那里", phone: "13900139000" });
    expect(tab.told().agreed.conflicts).toEqual([{ fieldId: "shop", mine: { shop: "这里" }, theirs: { shop: "那里" }, answers: { mine: "这里", theirs: "那里" } }]);
    expect(tab.device.kept).toMatchObject({ raw: { shop: "这里" } });
    tab.type({ phone: "13800138000" });
    await rest();
    expect(server.state.stored).toEqual({ shop: "那里", phone: "13800138000" });
  });
});

test("a battery that dies: the next visit goes on from what lay on this device, and sees what came between", async () => {
  const server = portal();
  const first = openTab(server);
  server.state.mode = "away";
  first.type({ shop: "断电前" });
  await rest();
  first.die();
  server.state = Object.assign(server.state, { mode: "well", stored: { shop: "老张面馆", phone: "13900139000" } });
  const left = first.device.kept!;
  const next = openTab(server);
  next.show(withInputsOf(server.shows(), left.raw, ["shop"]));
  next.keeper.resume(left, withInputsOf(server.shows(), left.base, ["shop"]));
  await rest();
  expect(server.state.stored).toEqual({ shop: "断电前", phone: "13900139000" });
});

test("a session that ends: what was typed stays on this device and is saved after signing in beside the page", async () => {
  const server = portal();
  const tab = openTab(server);
  server.state.mode = "signedOut";
  tab.type({ shop: "过期后" });
  await rest();
  expect(tab.told()).toMatchObject({ onDevice: true, status: { state: "refused", error: signedOut } });
  server.state.mode = "well";
  tab.keeper.now();
  await rest();
  expect(server.state.stored).toMatchObject({ shop: "过期后" });
  expect(tab.device.kept).toBeUndefined();
});

describe("a second tab", () => {
  test("learns what was saved in the first, shows it when asked, and loses nothing of its own", async () => {
    const server = portal();
    const [one, two] = [openTab(server), openTab(server)];
    one.type({ shop: "第一个标签页" });
    await rest();
    expect(one.announce).toHaveBeenCalledTimes(1);
    two.keeper.elsewhere();
    await rest();
    expect(two.told().agreed.news).toEqual(["shop"]);
    two.type({ phone: "13900139000" });
    await rest();
    expect(server.state.stored).toEqual({ shop: "第一个标签页", phone: "13900139000" });
    two.show(withInputsOf(two.inputs()!, two.told().agreed.stored, two.told().agreed.news));
    two.keeper.showsNews();
    expect(two.told().agreed.news).toEqual([]);
    two.type({ shop: "看过以后再改" });
    await rest();
    expect(server.state.stored).toMatchObject({ shop: "看过以后再改" });
  });

  test("that only looks tells nobody", async () => {
    const two = openTab(portal());
    two.keeper.elsewhere();
    await rest();
    expect(two.announce).not.toHaveBeenCalled();
  });
});

describe("leaving the page", () => {
  test("before the typing rests: it is saved, and lies on this device in any case", async () => {
    const server = portal();
    const tab = openTab(server);
    tab.type({ shop: "返回前" });
    tab.die();
    tab.keeper.stop();
    await rest(0);
    expect(server.state.stored).toMatchObject({ shop: "返回前" });
  });

  test("without a network: nothing more is tried, and it lies on this device", async () => {
    const server = portal();
    const tab = openTab(server);
    server.state.mode = "away";
    tab.type({ shop: "返回前" });
    tab.die();
    tab.keeper.stop();
    await rest(60_000);
    server.state.mode = "well";
    await rest(60_000);
    expect(server.state.stored).toMatchObject({ shop: "老张面馆" });
    expect(tab.device.kept).toMatchObject({ raw: { shop: "返回前" } });
  });

  test("half a number, which cannot be stored, stays on this device until it is whole", async () => {
    const server = portal();
    const tab = openTab(server);
    tab.type({ phone: "1390" });
    await rest();
    expect(tab.told().status.state).toBe("saved");
    expect(tab.device.kept).toMatchObject({ raw: { phone: "1390" } });
    tab.type({ phone: "13900139000" });
    await rest();
    expect(tab.device.kept).toBeUndefined();
  });

  test("by sending it: nothing is saved a second time behind it", async () => {
    const server = portal();
    const tab = openTab(server);
    tab.type({ shop: "继续" });
    tab.keeper.handOver();
    await rest();
    expect(server.state.stored).toMatchObject({ shop: "老张面馆" });
    expect(tab.device.kept).toMatchObject({ raw: { shop: "继续" } });
    tab.keeper.done();
    expect(tab.device.kept).toBeUndefined();
  });

  test("by sending it, and when it comes back to be put right, nothing is said to be on its way", async () => {
    const tab = openTab(portal());
    tab.type({ shop: "继续" });
    tab.keeper.handOver();
    expect(tab.told().status.state).toBe("saving");
    tab.keeper.reset({ base: {}, conflicts: [] });
    expect(tab.told().status.state).toBe("idle");
  });
});
