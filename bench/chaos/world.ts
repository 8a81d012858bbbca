import { connect, type Connection } from "@/db/client";
import { createCertificateType, createCitizen, createItem, createPlace, createStaff, revisionContent } from "@/db/testing/factories";
import type { StaffRole } from "@/domain/core/actor";
import { openSessions } from "../drafts";
import { cookieOf } from "../record";

export type Person = { accountId: string; cookie: string };
type Desk = Record<"clerk" | "reviewer" | "approver" | "certificateOfficer", readonly Person[]>;

/** Who acts in the harness, on what, and a door of its own to the database behind all of it. */
export type World = { connection: Connection; itemCode: string; citizens: readonly Person[]; desk: Desk };

/** An office with an item that brings a certificate, its staff, and people who apply; each signed in. */
export async function openWorld(url: string, { citizens, desks }: { citizens: number; desks: number }): Promise<World> {
  const connection = connect(url, 3);
  const { db } = connection;
  const place = await createPlace(db);
  const type = await createCertificateType(db, place);
  const item = await createItem(db, place, revisionContent({
    form: { version: 1, sections: [{ id: "applicant", title: { zh: "申请人" }, fields: [{ id: "shopName", type: "text", label: { zh: "店名" } }, { id: "paper", type: "file", label: { zh: "材料" }, optional: true }] }] },
    result: { name: "测试许可证", kind: "certificate", certificateType: type.id, validMonths: 60, face: [{ key: "shop", label: { zh: "店名" }, field: "shopName" }] },
  }));
  const signedIn = async (ids: readonly string[]): Promise<Person[]> => {
    const tokens = await openSessions(url, ids);
    return ids.map((accountId, index) => ({ accountId, cookie: cookieOf(tokens[index] ?? "") }));
  };
  // The factory makes an item that may be applied for; a guide has a current edition besides.
  await connection.pool.query("update service_items set current_revision_id = (select id from service_item_revisions where service_item_id = service_items.id)");
  const several = async (count: number, make: () => Promise<{ id: string }>) => {
    const ids: string[] = [];
    for (let made = 0; made < count; made += 1) ids.push((await make()).id);
    return signedIn(ids);
  };
  const staff = (role: StaffRole) => several(desks, () => createStaff(db, role, place));
  return {
    connection, itemCode: item.code, citizens: await several(citizens, () => createCitizen(db)),
    desk: { clerk: await staff("clerk"), reviewer: await staff("reviewer"), approver: await staff("approver"), certificateOfficer: await staff("certificateOfficer") },
  };
}
