import type { Mount } from "@/server/core/process/gate";
import { handleOpenCertificates } from "./certificates";
import { handleOpenDescription } from "./description";

/** The open interface for systems. The published schemas below it are pages. */
export const openMounts = (pages: Mount["handler"]): Mount[] => [
  { prefix: "/api/open/v1/openapi.json", methods: [], handler: handleOpenDescription },
  { prefix: "/api/open/v1/certificates/schema", methods: [], handler: pages },
  { prefix: "/api/open/v1/certificates", methods: ["POST"], json: true, handler: handleOpenCertificates },
];
