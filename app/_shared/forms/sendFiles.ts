import type { ErrorParams } from "@/domain/core/errors";

export type Sent = { ok: true } | { ok: false; refusal?: { code: string; params: ErrorParams } };

/** Sends files with progress in percent; XMLHttpRequest, because fetch tells no upload progress. */
export function sendFiles(data: FormData, onProgress: (percent: number) => void): Promise<Sent> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/files");
    request.setRequestHeader("accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total > 0 ? Math.round((loaded / total) * 100) : 0));
    request.addEventListener("load", () => resolve(request.status < 300 ? { ok: true } : failed(request.response)));
    for (const lost of ["error", "timeout", "abort"]) request.addEventListener(lost, () => resolve({ ok: false }));
    request.send(data);
  });
}

function failed(answer: unknown): Sent {
  if (typeof answer !== "object" || answer === null || !("code" in answer) || typeof answer.code !== "string") return { ok: false };
  const params = "params" in answer && typeof answer.params === "object" && answer.params !== null ? (answer.params as ErrorParams) : {};
  return { ok: false, refusal: { code: answer.code, params } };
}
