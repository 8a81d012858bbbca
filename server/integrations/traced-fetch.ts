import { traced, tracing } from "@/db/tracing";

type Asked = Omit<RequestInit, "headers"> & { headers?: Record<string, string> };

/** Asks another system; a trace tells its host and how it answered, never what was asked, and is handed on to it. */
export function tracedFetch(url: URL | string, { headers = {}, method = "GET", ...asked }: Asked): Promise<Response> {
  const { host } = new URL(url);
  return traced({ name: `${method} ${host}`, kind: "client", attributes: { "server.address": host, "http.request.method": method } }, async (note) => {
    const handed = tracing()?.current();
    const response = await fetch(url, { ...asked, method, headers: { ...headers, ...(handed ? { traceparent: handed.traceparent } : {}) } });
    note({ "http.response.status_code": response.status });
    return response;
  });
}
