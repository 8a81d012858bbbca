import type { FormContext } from "@/domain/forms/rules/context";

/** Whom the preview shows the form to: nobody real. The number is the example of GB 11643. */
export const samplePerson: Pick<FormContext, "profile" | "organisation"> = {
  profile: { name: "李明", citizenId: "11010519491231002X", phone: "13800138000", birthOn: "1949-12-31", sex: "female", address: "示例路 1 号", divisionCode: "110105" },
  organisation: { name: "示例有限公司", uscc: "91350100M000100Y43", legalRepresentative: "李明", address: "示例路 2 号", divisionCode: "110105" },
};
