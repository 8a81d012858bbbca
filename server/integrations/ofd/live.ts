import { z } from "zod";
import { askSigned, Unavailable, type Endpoint } from "../signed-request";
import type { OfdService } from "./port";

const Answer = z.object({ ofd: z.base64() });
/** Four megabytes of base64. */
const longestAnswer = 4 * 1024 * 1024;

/** An OFD is a ZIP archive whose entry is OFD.xml (GB/T 33190, 7.1). */
const isOfd = (file: Buffer) => file.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04])) && file.includes("OFD.xml");

/** A service that draws and seals: `POST ofd` with the order answers `{ ofd }` in base64. */
export function ofdServiceAt(endpoint: Endpoint): OfdService {
  return {
    async seal(order) {
      const { ofd } = await askSigned({ longestAnswer, ...endpoint }, "ofd", order, Answer);
      const file = Buffer.from(ofd, "base64");
      if (!isOfd(file)) throw new Unavailable("OFD service");
      return file;
    },
  };
}
