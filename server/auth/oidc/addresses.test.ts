import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createTestDatabase } from "@/db/testing/database";
import { createPlace, createStaff, factoryNow } from "@/db/testing/factories";
import { env } from "@/env";
import { createCaller } from "@/server/api/root";
import { isPublic, requirePublicHttps } from "./addresses";
import { registration } from "./provider.testing";

vi.mock("@/env", async (original) => {
  const { env: real, ...rest } = await original<{ env: typeof env }>();
  return { ...rest, env: vi.fn(real) };
});

let database: Awaited<ReturnType<typeof createTestDatabase>>;
const production = () => vi.mocked(env).mockReturnValue({ ...env(), demo: false });

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
afterEach(() => vi.mocked(env).mockReset());

test.each([
  ["8.8.8.8", true], ["2606:4700::1111", true],
  ["10.1.2.3", false], ["127.0.0.1", false], ["127.9.9.9", false], ["169.254.169.254", false], ["172.16.0.1", false], ["172.31.255.255", false], ["172.32.0.1", true],
  ["192.168.1.1", false], ["100.64.0.1", false], ["0.0.0.0", false], ["255.255.255.255", false], ["224.0.0.1", false],
  ["::1", false], ["::", false], ["fe80::1", false], ["fd00::1", false], ["ff02::1", false], ["::ffff:10.0.0.1", false], ["::ffff:127.0.0.1", false], ["64:ff9b::a00:1", false], ["2002:a00:1::", false],
  ["localhost", false], ["", false],
])("%s is public: %s", (address, expected) => expect(isPublic(address)).toBe(expected));

describe("outside a demonstration", () => {
  test.each([
    "http://8.8.8.8/", "https://127.0.0.1/", "https://[::1]/", "https://[fe80::1]/", "https://10.0.0.1/logout", "https://169.254.169.254/latest", "https://localhost/", "https://2130706433/", "https://0x7f.1/", "https://no-such-host.invalid/",
  ])("%s is told nothing", async (address) => {
    production();
    await expect(requirePublicHttps(address)).rejects.toMatchObject({ code: "identity.clientAddressPrivate" });
  });

  test("a public https address is", async () => {
    production();
    await expect(requirePublicHttps("https://8.8.8.8/logout")).resolves.toBeUndefined();
  });

  test("a system with an address of a private network is not registered", async () => {
    const place = await createPlace(database.db);
    const admin = { ...(await createStaff(database.db, "securityAdmin", place)), authenticatedAt: factoryNow };
    const register = (backchannelLogoutUri: string) =>
      createCaller({ actor: admin, now: factoryNow, requestId: "r", address: "a", db: database.db }).identity.registerClient({ ...registration(place, "https://system.example"), backchannelLogoutUri });
    production();
    await expect(register("https://192.168.3.4/backchannel")).rejects.toMatchObject({ code: "BAD_REQUEST", message: "identity.clientAddressPrivate" });
    await expect(register("https://8.8.8.8/backchannel")).resolves.toHaveProperty("clientId");
  });
});

test("a demonstration tells systems on this machine", async () => {
  await expect(requirePublicHttps("http://127.0.0.1:3000/backchannel")).resolves.toBeUndefined();
});
