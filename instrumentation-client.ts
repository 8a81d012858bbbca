// Zod tries `new Function` once, to see whether it may. The policy of our pages forbids it, and every browser would report the
// try: told ahead that it may not, it does not. The place is Zod's own, so that nothing of it is sent to pages that need none.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
