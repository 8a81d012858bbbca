// Loaded into a process ahead of everything else: its clock jumps when whoever started it says so, as if somebody had set that
// of the machine. The monotonic clock, and with it timers, goes on as before, as it does there.
const clock = Date;
let aheadMs = 0;

globalThis.Date = new Proxy(clock, {
  construct: (target, given: unknown[], newTarget) => Reflect.construct(target, given.length === 0 ? [target.now() + aheadMs] : given, newTarget) as object,
  get: (target, name) => (name === "now" ? () => target.now() + aheadMs : Reflect.get(target, name)),
});

process.on("message", (message) => {
  if (typeof message === "object" && message !== null && "aheadMs" in message && typeof message.aheadMs === "number") aheadMs = message.aheadMs;
});
