import { describe, expect, it } from "vitest";
import { CertificateRecord } from "../schema";
import { recordSchema } from "./published";

describe("the published schema of the record", () => {
  const schema = recordSchema("https://portal.example/1.json");

  it("names every member that is signed, requires all but the version before it and allows no other", () => {
    const members = Object.keys(CertificateRecord.shape);
    expect(Object.keys(schema["properties"] as object)).toEqual(members);
    const required = members.filter((member) => member !== "associated_certificate_identifier");
    expect(schema).toMatchObject({ $id: "https://portal.example/1.json", title: "tongban.certificate/1", required, additionalProperties: false });
  });

  it("gives each member its name in the standard and keeps its rules", () => {
    expect(schema["properties"]).toMatchObject({ schema: { const: "tongban.certificate/1" }, certificate_version: { title: "证照版本号", pattern: "^\\d{3}$" }, holders: { title: "持证主体", type: "array", minItems: 1 } });
  });
});
