import { hashPassword } from "@/server/auth/password";
import { formOn } from "./forms";
import { inTurn, type Request, type Source } from "./load";
import type { Scenario } from "./scenario";

const password = "bench: length over composition";
const samples = 50;

/** The form of the sign-in page, once for each person, every time from another address. */
async function formsOf(url: string, names: readonly string[]): Promise<Source> {
  const post = await formOn(url, "/sign-in", "identifier");
  let next = 0;
  return (): Request => post({ identifier: names[next++ % names.length] ?? "", password });
}

/** Sign-in by password, in both cases with Argon2id over the same hash. */
export const signIn: Scenario = {
  name: "sign-in",
  what: "sign-in by password, as a form",
  async prepare({ pool, citizens }) {
    const ids = citizens.slice(0, samples);
    const { rows } = await pool.query<{ name: string }>("update accounts set password_hash = $1, sign_in_name = 'bench-' || id where id = any($2) returning sign_in_name as name", [await hashPassword(password), ids]);
    const names = rows.map(({ name }) => name);
    const plain = names.map((identifier): Request => ({ method: "POST", path: "/sign-in", body: JSON.stringify({ identifier, password }), headers: { "content-type": "application/json" } }));
    return { portal: { at: async (url) => ({ source: await formsOf(url, names), status: 303 }) }, plain: inTurn(plain), reads: {} };
  },
};
