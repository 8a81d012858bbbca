import type { ImportStatus } from "@/domain/certificates/schema/import";

type Tones = { tag: "info" | "success" | "warning" | "danger"; notice: "info" | "success" | "warning" | "error" };

export const statusTones: Record<ImportStatus, Tones> = {
  reading: { tag: "info", notice: "info" }, ready: { tag: "warning", notice: "warning" }, working: { tag: "info", notice: "info" },
  done: { tag: "success", notice: "success" }, cancelled: { tag: "warning", notice: "warning" }, failed: { tag: "danger", notice: "error" },
};
