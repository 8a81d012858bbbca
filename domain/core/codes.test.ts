import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as codes from "./codes";
import ecertVectors from "./vectors/ecert-id.json";
import idVectors from "./vectors/id.json";
import usccVectors from "./vectors/uscc.json";

const USCC = "11370800MB28559184";
const fullWidth = (text: string) => text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

describe("application numbers", () => {
  const number = "31010120260901000123K";

  test("are made of division, day, sequence and a check character", () => {
    expect(codes.makeApplicationNumber({ divisionCode: "310101", day: "2026-09-01", sequence: 123 })).toBe(number);
  });

  test.each([number, "310101-20260901-000123-K", " 310101 20260901 000123 k ", fullWidth("310101-20260901-000123-K"), "310101–20260901—000123−k"])(
    "%s is accepted as typed",
    (typed) => expect(codes.parseApplicationNumber(typed)).toBe(number),
  );

  test.each([
    ["a wrong check character", "31010120260901000123L"],
    ["a changed digit", "31010120260901000124K"],
    ["two exchanged digits", "31010120260910000123K"],
    ["an impossible day", "31010120260931000123" + codes.checkCharacter("31010120260931000123")],
    ["a missing digit", "3101012026090100123K"],
    ["nothing", ""],
  ])("%s is refused", (_, typed) => expect(codes.parseApplicationNumber(typed)).toBeUndefined());

  test("are shown in groups", () => expect(codes.formatApplicationNumber(number)).toBe("310101-20260901-000123-K"));

  test.each([
    { divisionCode: "31010", day: "2026-09-01", sequence: 1 },
    { divisionCode: "310101", day: "2026-02-30", sequence: 1 },
    { divisionCode: "310101", day: "20260901", sequence: 1 },
    { divisionCode: "310101", day: "2026-09-01", sequence: 1_000_000 },
    { divisionCode: "310101", day: "2026-09-01", sequence: -1 },
  ])("cannot be made of $divisionCode, $day, $sequence", (parts) => {
    expect(() => codes.makeApplicationNumber(parts)).toThrow("applications.numberPartsInvalid");
  });

  test("any number made survives being shown and typed again, and no single changed character does", () => {
    const position = fc.integer({ min: 0, max: 19 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), position, fc.integer({ min: 1, max: 9 }), (sequence, at, by) => {
        const made = codes.makeApplicationNumber({ divisionCode: "440103", day: "2026-12-31", sequence });
        expect(codes.parseApplicationNumber(codes.formatApplicationNumber(made).toLowerCase())).toBe(made);
        const changed = made.slice(0, at) + ((Number(made[at]) + by) % 10) + made.slice(at + 1);
        expect(codes.parseApplicationNumber(changed)).toBeUndefined();
      }),
    );
  });
});

describe("citizen IDs", () => {
  // Two vectors go by our own rules: an area is never judged (old cards keep abolished codes), and what the vectors
  // leave open (lower-case x, full width, 15 digits) is accepted, accepted and refused.
  const ours: Record<string, string | undefined> = {
    "000000188001010014": "000000188001010014",
    "11010519491231002x": "11010519491231002X",
    "１１０１０５１９４９１２３１００２Ｘ": "11010519491231002X",
    "110105491231002": undefined,
  };

  test.each(idVectors.cases)("$id: $why", ({ id, valid, birth, sex }) => {
    const parsed = codes.parseCitizenId(id, "2026-09-01");
    expect(parsed?.number).toBe(id in ours ? ours[id] : valid ? id : undefined);
    if (birth) expect(parsed).toMatchObject({ birthOn: birth, sex: sex === "男" ? "male" : "female", divisionCode: id.slice(0, 6) });
  });

  test("spaces and dashes as people type them are accepted", () => {
    expect(codes.parseCitizenId(" 110105 1949-1231 002x\u200b")?.number).toBe("11010519491231002X");
  });

  test("a birth in the future is refused only when today is known", () => {
    expect(codes.parseCitizenId("11010121000101001X")?.birthOn).toBe("2100-01-01");
    expect(codes.parseCitizenId("11010121000101001X", "2099-12-31")).toBeUndefined();
    expect(codes.parseCitizenId("11010121000101001X", "2100-01-01")?.birthOn).toBe("2100-01-01");
  });

  test("are made with their check character", () => {
    expect(codes.makeCitizenId({ divisionCode: "110105", birthOn: "1949-12-31", order: 2 })).toBe("11010519491231002X");
    expect(() => codes.makeCitizenId({ divisionCode: "110105", birthOn: "1949-02-29", order: 2 })).toThrow("identity.citizenIdPartsInvalid");
  });
});

describe("unified social credit codes", () => {
  const all = [...usccVectors.published, ...usccVectors.organisations, ...usccVectors.sourceValuesThatFail, ...usccVectors.invalidSynthetic];

  test.each(all)("$uscc is well-formed: $valid", ({ uscc, valid }) => {
    expect(codes.parseUscc(uscc)?.number).toBe(valid ? uscc : undefined);
  });

  test("are split into their parts, however typed", () => {
    expect(codes.parseUscc(fullWidth(" 11370800-mb28559184"))).toEqual({
      number: USCC,
      registrantType: "11",
      divisionCode: "370800",
      organisationCode: "MB2855918",
    });
  });

  test.each(usccVectors.organisations)("$uscc is made again from its parts", ({ uscc }) => {
    const parts = { registrantType: uscc.slice(0, 2), divisionCode: uscc.slice(2, 8), organisationBody: uscc.slice(8, 16) };
    expect(codes.makeUscc(parts)).toBe(uscc);
  });

  test("cannot be made of characters outside the set", () => {
    expect(() => codes.makeUscc({ registrantType: "11", divisionCode: "310101", organisationBody: "0000000I" })).toThrow("organisations.usccPartsInvalid");
  });
});

describe("service item codes", () => {
  const implementation = `${USCC}3370117002011`;

  test("a published 实施编码 is split into its parts without warnings", () => {
    expect(codes.parseItemCode(implementation)).toEqual({
      kind: "implementation",
      code: implementation,
      uscc: USCC,
      level: "3",
      basicCode: "370117002011",
      warnings: [],
    });
  });

  test("a 业务办理项编码 has a sequence", () => {
    expect(codes.parseItemCode(` ${implementation.toLowerCase()} 01`)).toMatchObject({ kind: "handling", sequence: "01", warnings: [] });
  });

  test.each([
    ["13440000515356094L2440101007000", ["usccCheckFailed"]],
    ["TE440000GD030003VV2440101007000", ["usccCheckFailed"]],
    [`${USCC}7370117002011`, ["levelUnknown"]],
    [`${USCC}3A70117002011`, ["basicCodeMalformed"]],
  ])("%s is kept, with %j", (code, warnings) => expect(codes.parseItemCode(code)?.warnings).toEqual(warnings));

  test.each(["", implementation.slice(1), `${implementation}0`, `${implementation}001`, `${USCC}337011700201!`])("%j is no item code", (code) => {
    expect(codes.parseItemCode(code)).toBeUndefined();
  });

  test("a 基本编码 is split into division, type, main and sub-item", () => {
    expect(codes.parseBasicCode("440101007000")).toEqual({ code: "440101007000", divisionPrefix: "44", itemType: "01", main: "01007", sub: "000" });
    expect(codes.parseBasicCode("44010100700")).toBeUndefined();
  });

  test("codes are made by rule, one within the next", () => {
    const basicCode = codes.makeBasicCode({ divisionPrefix: "37", itemType: "01", main: 17002, sub: "11" });
    expect(basicCode).toBe("370117002011");
    const implementationCode = codes.makeImplementationCode({ uscc: USCC, level: "3", basicCode });
    expect(implementationCode).toBe(implementation);
    expect(codes.makeHandlingCode({ implementationCode, sequence: 1 })).toBe(`${implementation}01`);
  });

  test.each([
    () => codes.makeBasicCode({ divisionPrefix: "3", itemType: "01", main: 1, sub: 0 }),
    () => codes.makeBasicCode({ divisionPrefix: "37", itemType: "01", main: 100_000, sub: 0 }),
    () => codes.makeImplementationCode({ uscc: "11370800MB28559185", level: "3", basicCode: "370117002011" }),
    () => codes.makeImplementationCode({ uscc: USCC, level: "9", basicCode: "370117002011" }),
    () => codes.makeImplementationCode({ uscc: USCC, level: "3", basicCode: "37011700201101" }),
    () => codes.makeHandlingCode({ implementationCode: implementation, sequence: 100 }),
    () => codes.makeHandlingCode({ implementationCode: implementation, sequence: 0 }),
  ])("no code is made of parts that break the rule (%#)", (make) => expect(make).toThrow("items.codePartsInvalid"));
});

describe("certificate identifiers", () => {
  test.each([...ecertVectors.cases, ...ecertVectors.negatives])("$id has the right check character: $checkOk", ({ id, checkOk }) => {
    expect(codes.parseCertificateIdentifier(id)?.identifier).toBe(checkOk ? id : undefined);
  });

  const identifier = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U";
  const parts = { typeCode: "11100000000013338W011", issuerUscc: "11430000006122244L", serial: "20230000403", version: 1 };

  test("are made from type, issuer, serial and version", () => expect(codes.makeCertificateIdentifier(parts)).toBe(identifier));

  test("are split into their parts, however typed", () => {
    const expected = { identifier, typeCode: parts.typeCode, issuer: parts.issuerUscc, serial: parts.serial, version: 1 };
    expect(codes.parseCertificateIdentifier(fullWidth(identifier.toLowerCase()))).toEqual(expected);
  });

  test.each([
    { ...parts, typeCode: "11100000000013339W011" },
    { ...parts, typeCode: "11100000000013338W01" },
    { ...parts, issuerUscc: "11430000006122244M" },
    { ...parts, issuerUscc: "430000" },
    { ...parts, serial: "" },
    { ...parts, serial: "2023-01" },
    { ...parts, serial: "0".repeat(33) },
    { ...parts, version: 0 },
    { ...parts, version: 1000 },
  ])("cannot be made of wrong parts (%#)", (wrong) => {
    expect(() => codes.makeCertificateIdentifier(wrong)).toThrow("certificates.identifierPartsInvalid");
  });
});

describe("phones", () => {
  test.each(["13812345678", "+86 138 1234 5678", "+86-138-1234-5678", "008613812345678", "8613812345678", "１３８１２３４５６７８", " 138\u00a01234\u00a05678 "])(
    "%s is a mobile number",
    (typed) => expect(codes.parsePhone(typed)).toBe("13812345678"),
  );

  test.each(["", "12812345678", "1381234567", "138123456789", "021-12345678", "+1 1381234567", "138a2345678"])("%j is none", (typed) => {
    expect(codes.parsePhone(typed)).toBeUndefined();
  });
});

describe("masking", () => {
  test.each([
    ["11010519491231002X", "110105********002X"],
    ["1234567890", "**********"],
  ])("citizen ID %s → %s", (value, masked) => expect(codes.maskCitizenId(value)).toBe(masked));

  test.each([
    ["13812345678", "138****5678"],
    ["110", "***"],
  ])("phone %s → %s", (value, masked) => expect(codes.maskPhone(value)).toBe(masked));

  test.each([
    ["张三", "张*"],
    ["欧阳修", "欧**"],
    ["𠮷田", "𠮷*"],
    ["李", "*"],
    ["", ""],
  ])("name %s → %s", (value, masked) => expect(codes.maskName(value)).toBe(masked));

  test("never shows a whole value", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.constantFrom(codes.maskCitizenId, codes.maskPhone, codes.maskName), (value, mask) => {
        expect(mask(value)).toContain("*");
        expect([...mask(value)]).toHaveLength([...value].length);
      }),
    );
  });
});

describe("normalising", () => {
  test("text keeps its Chinese and loses stray blanks and full-width digits", () => {
    expect(codes.normaliseText("\u3000浦东新区，１２号　Ｂ座 \u200b")).toBe("浦东新区，12号 B座");
  });

  test("normalising twice changes nothing more", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(codes.normaliseText(codes.normaliseText(text))).toBe(codes.normaliseText(text));
        expect(codes.normaliseCode(codes.normaliseCode(text))).toBe(codes.normaliseCode(text));
      }),
    );
  });

  test("a check character needs digits and capital letters", () => expect(codes.checkCharacter("31010a")).toBeUndefined());
});
