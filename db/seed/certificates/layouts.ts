import type { Layout } from "@/domain/items/schema/layout";
import { text } from "../forms/parts";

/** 居住证: a card as one carries it, Chinese and English, the code on its right. */
export const residencePermitLayout: Layout = {
  page: "card", border: "double", colour: "blue", english: false,
  elements: [
    { id: "e1", kind: "fact", fact: "title", x: 6, y: 3.4, width: 25, height: 7.4, size: 14, tone: "accent", bold: true, spacing: 3 },
    { id: "e2", kind: "text", text: { zh: "RESIDENCE PERMIT" }, x: 31, y: 6.5, width: 28, height: 3.4, size: 5.2, tone: "accent", spacing: 0.8 },
    { id: "e3", kind: "line", x: 6, y: 11.6, width: 53, height: 0 },
    { id: "e4", kind: "field", field: "name", x: 6, y: 12.8, width: 53, height: 5, size: 8, label: "beside", labelWidth: 10.5 },
    { id: "e5", kind: "field", field: "sex", x: 6, y: 17.8, width: 17, height: 4.2, size: 7, label: "beside", labelWidth: 10.5 },
    { id: "e6", kind: "field", field: "nationality", x: 25, y: 17.8, width: 34, height: 4.2, size: 7, label: "beside", labelWidth: 8 },
    { id: "e7", kind: "field", field: "birthOn", x: 6, y: 22, width: 53, height: 4.2, size: 7, label: "beside", labelWidth: 10.5 },
    { id: "e8", kind: "field", field: "registeredAddress", x: 6, y: 26.4, width: 53, height: 6.4, size: 6.6, label: "beside", labelWidth: 10.5 },
    { id: "e9", kind: "field", field: "residenceAddress", x: 6, y: 32.8, width: 53, height: 6.4, size: 6.6, label: "beside", labelWidth: 10.5 },
    { id: "e10", kind: "field", field: "citizenId", x: 6, y: 39.2, width: 53, height: 4.8, size: 8, label: "beside", labelWidth: 16.5, bold: true },
    { id: "e11", kind: "qr", x: 61.4, y: 4.6, width: 19.6, height: 19.6 },
    { id: "e12", kind: "seal", x: 62.4, y: 25.4, width: 17.6, height: 17.6 },
    { id: "e13", kind: "fact", fact: "issuer", x: 6, y: 43.8, width: 75, height: 3, size: 5.4, label: "beside", labelWidth: 10.5 },
    { id: "e14", kind: "fact", fact: "validity", x: 6, y: 46.6, width: 75, height: 3, size: 5.4, label: "beside", labelWidth: 10.5 },
  ],
};

/** 食品经营许可证: the sheet that hangs in a restaurant, landscape, both copies of the law's form in one. */
export const foodBusinessLayout: Layout = {
  page: "a4Landscape", border: "ornate", colour: "green", english: true,
  elements: [
    { id: "e1", kind: "fact", fact: "title", x: 48, y: 22, width: 201, height: 20, size: 38, align: "center", tone: "accent", bold: true, spacing: 10 },
    { id: "e2", kind: "text", text: { zh: "FOOD BUSINESS LICENCE" }, x: 48, y: 41.5, width: 201, height: 6, size: 10.5, align: "center", tone: "soft", spacing: 2.4 },
    { id: "e3", kind: "line", x: 108, y: 50, width: 81, height: 0 },
    { id: "e4", kind: "field", field: "operator", x: 30, y: 57, width: 118, height: 15, size: 13, label: "beside", labelWidth: 40 },
    { id: "e5", kind: "field", field: "uscc", x: 30, y: 73, width: 118, height: 11, size: 13, label: "beside", labelWidth: 40 },
    { id: "e6", kind: "field", field: "legalRepresentative", x: 30, y: 86, width: 118, height: 12, size: 13, label: "beside", labelWidth: 40 },
    { id: "e7", kind: "field", field: "premises", x: 30, y: 100, width: 118, height: 26, size: 13, label: "beside", labelWidth: 40 },
    { id: "e8", kind: "field", field: "business", x: 30, y: 130, width: 118, height: 11, size: 13, label: "beside", labelWidth: 40 },
    { id: "e9", kind: "fact", fact: "number", x: 158, y: 57, width: 109, height: 11, size: 13, label: "beside", labelWidth: 38 },
    { id: "e10", kind: "field", field: "salesScope", x: 158, y: 73, width: 109, height: 26, size: 12, label: "beside", labelWidth: 38 },
    { id: "e11", kind: "field", field: "cateringScope", x: 158, y: 100, width: 109, height: 28, size: 12, label: "beside", labelWidth: 38 },
    { id: "e12", kind: "fact", fact: "validity", x: 158, y: 130, width: 109, height: 11, size: 13, label: "beside", labelWidth: 38 },
    { id: "e13", kind: "line", x: 30, y: 144.5, width: 237, height: 0 },
    { id: "e14", kind: "qr", x: 27, y: 148, width: 36, height: 36 },
    { id: "e15", kind: "text", text: text("扫码核验真伪与状态\n经营者应当在经营场所的显著位置悬挂本证", "Scan to verify\nTo be displayed in the business premises"), x: 66, y: 151, width: 88, height: 22, size: 10, tone: "soft" },
    { id: "e16", kind: "fact", fact: "issuer", x: 150, y: 155, width: 74, height: 13, size: 13, align: "right" },
    { id: "e17", kind: "fact", fact: "issuedOn", x: 150, y: 169, width: 74, height: 8, size: 13, align: "right" },
    { id: "e18", kind: "seal", x: 229, y: 147, width: 38, height: 38 },
    { id: "e19", kind: "fact", fact: "identifier", x: 66, y: 178, width: 158, height: 5, size: 7, tone: "soft" },
  ],
};

/** 护士执业证书: an upright sheet with a table, as health authorities print it. */
export const nurseLayout: Layout = {
  page: "a4Portrait", border: "ornate", colour: "red", english: true,
  elements: [
    { id: "e1", kind: "text", text: { zh: "中华人民共和国" }, x: 30, y: 33, width: 150, height: 9, size: 15, align: "center", tone: "accent", spacing: 6 },
    { id: "e2", kind: "fact", fact: "title", x: 30, y: 44, width: 150, height: 19, size: 36, align: "center", tone: "accent", bold: true, spacing: 7 },
    { id: "e3", kind: "text", text: { zh: "NURSE PRACTICE CERTIFICATE" }, x: 30, y: 63, width: 150, height: 7, size: 10.5, align: "center", tone: "soft", spacing: 1.6 },
    { id: "e4", kind: "line", x: 70, y: 73, width: 70, height: 0.4 },
    { id: "e5", kind: "fact", fact: "number", x: 32, y: 80, width: 146, height: 9, size: 13, label: "beside", labelWidth: 46 },
    { id: "e6", kind: "rows", fields: ["name", "sex", "birthOn", "citizenId", "institution"], x: 32, y: 91, width: 146, height: 90, size: 14, labelWidth: 46 },
    { id: "e7", kind: "fact", fact: "validity", x: 32, y: 184, width: 146, height: 9, size: 14, label: "beside", labelWidth: 46 },
    { id: "e8", kind: "text", text: text("持证人经执业注册，准予在注册的执业地点从事护理工作。延续注册应当在有效期届满三十日前提出。", "The holder is registered and may practise nursing at the registered institution. Renewal is applied for thirty days before expiry."), x: 32, y: 198, width: 146, height: 22, size: 11, tone: "soft" },
    { id: "e9", kind: "qr", x: 29, y: 224, width: 36, height: 36 },
    { id: "e10", kind: "fact", fact: "issuer", x: 66, y: 231, width: 70, height: 13, size: 13.5, align: "right" },
    { id: "e11", kind: "fact", fact: "issuedOn", x: 66, y: 246, width: 70, height: 8, size: 13.5, align: "right" },
    { id: "e12", kind: "seal", x: 140, y: 223, width: 38, height: 38 },
    { id: "e13", kind: "fact", fact: "identifier", x: 32, y: 266, width: 146, height: 5, size: 7.5, tone: "soft" },
  ],
};
