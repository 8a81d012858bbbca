import { tracedFetch } from "../traced-fetch";
import type { SmsPort } from "./port";

const patienceMs = 10_000;

/** A gateway that takes JSON over HTTP: `{ phone, template, params }`, with `text` for a message in words and `channel` where it is a call, with a bearer token and an Idempotency-Key. */
export function liveSms({ url, token }: { url: string; token: string }): SmsPort {
  return {
    async send({ id, phone, template, params, text, channel }) {
      const answer = await tracedFetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}`, "idempotency-key": id },
        body: JSON.stringify({ phone, template, params, ...(text ? { text } : {}), ...(channel === "voice" ? { channel } : {}) }),
        signal: AbortSignal.timeout(patienceMs),
        redirect: "error",
      });
      if (!answer.ok) throw new Error(`the SMS gateway answered ${answer.status}`);
    },
  };
}
