import { createHash } from "node:crypto";
import { cookies } from "next/headers";
import { Pool } from "pg";

// The least that a page for somebody signed in is: one statement that asks who they are, and their name.
const pool = new Pool({ connectionString: process.env["MINIMAL_DATABASE_URL"], max: 10 });
const session = "select a.name from sessions s join accounts a on a.id = s.account_id where s.id_hash = $1 and s.revoked_at is null and s.expires_at > now() and a.disabled_at is null";

// oxlint-disable-next-line import/no-default-export -- Next looks for it
export default async function Page() {
  const [cookie] = (await cookies()).getAll();
  const idHash = createHash("sha256").update(cookie?.value ?? "").digest("hex");
  const { rows: [account] } = await pool.query<{ name: string }>({ name: "session", text: session, values: [idHash] });
  return <main><h1>{account?.name ?? "nobody"}</h1></main>;
}
