import type { Connection } from "@/db/client";
import { createApplication, createCertificateType, createCitizen, createItem, createPlace, factoryNow, revisionContent } from "@/db/testing/factories";
import type { CertificateTypeContent } from "@/domain/certificates/schema/catalogue";
import { formOf } from "@/domain/items/rules";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { insertCertificate } from "./commands";

type IssuerOptions = { type?: Partial<CertificateTypeContent>; shopName?: string; holderName?: string };

/** Issues certificates of one type, as a decision does, each to a citizen of their own; they wait in the outbox to be signed. */
export async function certificateIssuer({ db }: Pick<Connection, "db">, { type: overrides = {}, shopName = "老张面馆", holderName }: IssuerOptions = {}) {
  const system = (): Ctx => ({ actor: { kind: "system" }, now: factoryNow, requestId: "test", address: "system", db });
  const place = await createPlace(db);
  const type = await createCertificateType(db, place, overrides);
  const face = [{ key: "shop", label: { zh: "店名", en: "Shop" }, field: "shopName" }];
  const result = { name: "测试许可证", kind: "certificate" as const, certificateType: type.id, validMonths: 60, face };
  const content = revisionContent({ result });
  const item = await createItem(db, place, content);
  const form = formOf(content);
  async function issue(): Promise<string> {
    const citizen = await createCitizen(db);
    const application = await createApplication(db, { place, item, applicant: citizen, status: "approved" });
    return commit(system(), async (tx) => {
      const { audit, outbox, id } = await insertCertificate(tx, system(), {
        applicationId: application.id, applicationNumber: application.number, itemName: content.name, itemBasicCode: "310100001000", result,
        holder: { accountId: citizen.id, organisationId: null, name: holderName ?? application.applicantName, code: citizen.citizenId, type: "111" },
        issuer: { departmentId: place.departmentId, name: place.departmentName, uscc: place.uscc },
        divisionCode: place.divisionCode, form, answers: { shopName }, decidedOn: "2026-03-02",
      });
      return { value: id, audit, outbox };
    });
  }
  return { issue, system };
}
