/** The part of autocannon (which ships no types) that the measurements use. */
declare module "autocannon" {
  type Request = { method?: string; path?: string; headers?: Record<string, string>; body?: string };
  type Options = {
    url: string;
    connections: number;
    /** In seconds; or how many requests, each of them answered. */
    duration?: number;
    amount?: number;
    /** In seconds. */
    timeout?: number;
    requests: { setupRequest(request: Request): Request }[];
  };
  type Result = { duration: number; errors: number; timeouts: number };
  type Instance = PromiseLike<Result> & {
    stop(): void;
    on(event: "response", listener: (client: unknown, status: number, bytes: number, milliseconds: number) => void): void;
  };
  function autocannon(options: Options): Instance;
  export = autocannon;
}
