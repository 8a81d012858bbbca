import { findRegistered, listRegistered } from "../demo-register";
import type { DocumentReaderPort } from "./port";

/** Demo mode: the sample documents of the demo city's people; one of them is laid on the reader by choosing it. */
export const fakeDocumentReader: DocumentReaderPort = {
  samples: () => listRegistered().map(({ name, citizenId }) => ({ key: citizenId, name })),
  async read({ sample }) {
    const person = sample === undefined ? undefined : findRegistered(sample);
    if (!person) return { result: "none" };
    if (person.dead) return { result: "refused" };
    return { result: "read", document: { kind: "idCard", name: person.name, citizenId: person.citizenId, validUntil: null } };
  },
};
