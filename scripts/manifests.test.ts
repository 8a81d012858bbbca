import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { readEnvironment } from "@/env";

type Variable = { name: string; valueFrom?: { secretKeyRef?: { name: string; key: string }; configMapKeyRef?: { name: string; key: string } } };
type Probe = { httpGet: { path: string; port: string } };
type Container = { name: string; command?: string[]; env: Variable[]; ports?: { name: string; containerPort: number }[]; readinessProbe?: Probe; livenessProbe?: Probe; startupProbe?: Probe; securityContext: { readOnlyRootFilesystem: boolean } };
type Resource = { kind: string; metadata: { name: string }; data?: Record<string, string>; spec: { template?: { spec: { securityContext: { runAsNonRoot: boolean }; containers: Container[]; initContainers?: Container[] } }; selector?: Record<string, unknown> } };
type Service = { image?: string; environment?: Record<string, string>; command?: string[]; volumes?: string[]; read_only?: boolean };

const text = (path: string) => readFileSync(path, "utf8");
const known = new Set([...text("env.ts").matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(([, name]) => name));
const scripts: Record<string, string> = JSON.parse(text("package.json")).scripts;
const health = text("server/core/process/health.ts");
const containerfile = text("Containerfile");
const port = String(/EXPOSE (\d+)/.exec(containerfile)?.[1]);
const compose: { services: Record<string, Service> } = parse(text("compose.yaml"), { merge: true });
const portals = Object.entries(compose.services).filter(([name]) => ["web", "jobs", "migrate"].includes(name));
const resources = readdirSync("ops/kubernetes").flatMap((file) => parseAllDocuments(text(`ops/kubernetes/${file}`)).map((document): Resource => document.toJS()));
const pods = resources.flatMap(({ spec }) => spec?.template?.spec ?? []);
const containers = pods.flatMap(({ containers: own, initContainers = [] }) => [...own, ...initContainers]);

/** `npm run x` names a script, anything of ours a file that is there. */
const runs = (words: readonly string[]) => (words[0] === "npm" ? words[2] !== undefined && words[2] in scripts : words.filter((word) => word.endsWith(".ts")).every((word) => existsSync(word)));

test("env.ts was read", () => expect([known.size > 30, known.has("DATABASE_URL"), readEnvironment({}).PORT]).toEqual([true, true, Number(port)]));

it.each([
  [{ JOBS_DATABASE_URL: "postgresql://worker@db/tongban" }, /JOBS_DATABASE_URL: .* set DATABASE_URL too/],
  [{ S3_URL: "https://objects.example", S3_BUCKET: "files" }, /S3_URL, S3_KEY: set both or neither/],
  [{ S3_URL: "http://objects.example", S3_BUCKET: "files", S3_KEY: "id:0123456789" }, /S3_URL: expected https/],
  [{ OTEL_TRACES_SAMPLER_ARG: "2" }, /OTEL_TRACES_SAMPLER_ARG/],
])("what does not go together stops the start with a sentence: %j", (variables, sentence) => {
  expect(() => readEnvironment(variables)).toThrow(sentence);
});

test("files lie in a bucket only where one is named", () => {
  expect(readEnvironment({ S3_URL: "", S3_BUCKET: "", S3_KEY: "" }).objects).toBeUndefined();
  expect(readEnvironment({ S3_URL: "https://objects.example", S3_BUCKET: "files", S3_KEY: "id:sec:ret-0123" }).objects).toEqual({ url: "https://objects.example", bucket: "files", region: "us-east-1", pathStyle: true, keyId: "id", secret: "sec:ret-0123" });
});

describe("the image", () => {
  it("runs as somebody who owns nothing but the data", () => {
    expect(containerfile.lastIndexOf("USER node")).toBeGreaterThan(containerfile.lastIndexOf("FROM "));
    expect(containerfile).toMatch(/COPY --from=build --chown=root:root/);
  });

  it("sets only variables that there are, asks a health address that there is, and runs what there is", () => {
    const set = [.../^ENV (.+)$/m.exec(containerfile)?.[1]?.matchAll(/([A-Z_]+)=/g) ?? []].map(([, name]) => name);
    expect(set.filter((name) => !known.has(name))).toEqual([]);
    expect(health).toContain(/127\.0\.0\.1:3000(\/api\/health\/\w+)/.exec(containerfile)?.[1] ?? "none");
    expect(runs(JSON.parse(/^CMD (\[.+\])$/m.exec(containerfile)?.[1] ?? "[]"))).toBe(true);
    expect(/^RUN npm run (\S+)$/m.exec(containerfile)?.[1]).toSatisfy((name: string) => name in scripts);
  });

  it("holds no secret that compose reads: neither image nor repository takes what lies beside it", () => {
    expect(text(".dockerignore").split("\n")).toEqual(expect.arrayContaining([".env*", "ops/tls"]));
    expect(text(".gitignore").split("\n")).toEqual(expect.arrayContaining([".env", "ops/tls"]));
  });
});

describe("compose.yaml", () => {
  it("starts the portal's parts read-only, with variables that there are and commands that there are", () => {
    expect(portals).toHaveLength(3);
    for (const [name, service] of portals) {
      expect(service.read_only, name).toBe(true);
      expect(Object.keys(service.environment ?? {}).filter((one) => !known.has(one)), name).toEqual([]);
      expect(runs(service.command ?? []), name).toBe(true);
    }
  });

  it("leaves the jobs to one, and mounts files that there are", () => {
    expect(portals.filter(([name]) => name !== "migrate").map(([name, { environment }]) => [name, environment?.["JOBS"]])).toEqual([["web", "0"], ["jobs", "1"]]);
    const mounted = compose.services["nginx"]?.volumes?.map((volume) => volume.split(":")[0] ?? "") ?? [];
    expect(mounted.filter((path) => !path.endsWith("/tls") && !existsSync(path))).toEqual([]);
  });
});

describe("the Kubernetes manifests", () => {
  it("give every container variables that there are, and secrets by name only", () => {
    expect(containers.length).toBeGreaterThan(2);
    for (const { name, env } of containers) {
      expect(env.filter((one) => !known.has(one.name)).map((one) => one.name), name).toEqual([]);
      for (const secret of ["DATABASE_URL", "SECRET_KEYS", "METRICS_TOKEN"]) expect(env.find((one) => one.name === secret)?.valueFrom?.secretKeyRef?.key, name).toBe(secret);
    }
    const configured = new Set(resources.filter(({ kind }) => kind === "ConfigMap").flatMap(({ metadata, data }) => Object.keys(data ?? {}).map((key) => `${metadata.name}/${key}`)));
    const wanted = containers.flatMap(({ env }) => env.flatMap(({ valueFrom }) => valueFrom?.configMapKeyRef ?? [])).map(({ name, key }) => `${name}/${key}`);
    expect(wanted.filter((one) => !configured.has(one))).toEqual([]);
  });

  it("probe health addresses that there are, at the port that is listened on, and write nowhere but where they may", () => {
    for (const { readinessProbe, livenessProbe, startupProbe, ports, name } of pods.flatMap((pod) => pod.containers)) {
      expect([readinessProbe?.httpGet.path, livenessProbe?.httpGet.path, startupProbe?.httpGet.path], name).toEqual(["/api/health/ready", "/api/health/live", "/api/health/live"]);
      expect(ports, name).toEqual([{ name: "http", containerPort: Number(port) }]);
    }
    expect(health).toMatch(/\/api\/health\/ready[\s\S]*\/api\/health\/live|\/api\/health\/live[\s\S]*\/api\/health\/ready/);
    expect(containers.every(({ securityContext }) => securityContext.readOnlyRootFilesystem) && pods.every(({ securityContext }) => securityContext.runAsNonRoot)).toBe(true);
    expect(containers.every(({ command = [] }) => runs(command))).toBe(true);
  });
});

test("nginx passes on to the port that is listened on, one address, no upgrade, uploads as they come, and keeps codes out of its log", () => {
  const nginx = text("ops/nginx.conf");
  expect(nginx).toContain(`server web:${port} resolve `);
  expect(nginx.match(/\{/g)?.length).toBe(nginx.match(/\}/g)?.length);
  expect(nginx).toMatch(/X-Forwarded-For \$remote_addr;/);
  expect(nginx).toMatch(/Upgrade "";/);
  expect(nginx).toMatch(/^ *error_log \S+ (crit|alert|emerg);$/m);
  expect(nginx).toMatch(/location \/api\/files \{ proxy_request_buffering off;/);
  for (const closed of ["/api/metrics", "/api/health"]) expect(nginx).toContain(`location ${closed} { return 404; }`);
  const prefixes = [...nginx.matchAll(/location (\/api\/[\w/]+)/g)].map(([, path]) => path);
  const main = text("server/main.ts");
  expect(prefixes.filter((path) => !main.includes(`"${path}"`))).toEqual([]);
});

test("nginx finds a web process that was replaced: it asks the name servers of its container again and again", () => {
  const nginx = text("ops/nginx.conf");
  // Without a zone that its workers share it does not start.
  expect(nginx).toMatch(/upstream portal \{ zone portal \d+k; server web:\d+ resolve /);
  const { image, environment, volumes = [] } = { image: "", ...compose.services["nginx"] };
  const [, major, minor] = /nginx:(\d+)\.(\d+)$/.exec(image) ?? [];
  expect(Number(major) * 100 + Number(minor)).toBeGreaterThanOrEqual(128);
  const [template, place] = volumes.find((volume) => volume.includes("/etc/nginx/templates/"))?.split(":") ?? [];
  expect(nginx).toContain(`include ${place?.replace("/templates/", "/conf.d/").replace(/\.template$/, "")};`);
  const [, filledIn] = /^resolver \$\{(\w+)\} valid=\d+s;$/m.exec(text(template ?? "none")) ?? [];
  expect([filledIn, environment?.["NGINX_ENTRYPOINT_LOCAL_RESOLVERS"]]).toEqual(["NGINX_LOCAL_RESOLVERS", "1"]);
});

test("HAProxy asks each process whether it is ready, sends nothing twice but what is read, and passes on one address", () => {
  const haproxy = text("ops/haproxy.cfg");
  expect([...haproxy.matchAll(/^ {2}server \S+ \S+:(\d+)$/gm)].map(([, one]) => one)).toEqual([port, port]);
  const asked = /http-check send meth GET uri (\S+)/.exec(haproxy)?.[1] ?? "none";
  expect([asked, health.includes(`"${asked}"`)]).toEqual(["/api/health/ready", true]);
  expect(haproxy).toMatch(/http-request disable-l7-retry unless METH_GET/);
  expect(haproxy).toMatch(/http-request set-header X-Forwarded-For %\[src\]/);
  expect(haproxy).toMatch(/http-request del-header Upgrade/);
  expect(haproxy).toMatch(/balance roundrobin/);
  for (const closed of ["/api/metrics", "/api/health"]) expect(haproxy).toContain(`{ path ${closed} }`);
});

test("both proxies drop a connection that is not used before a process that stops would", () => {
  const lingers = Number(/lingerMs = (\d+)_000/.exec(text("server/main.ts"))?.[1]);
  const [nginx, haproxy] = [/keepalive_timeout (\d+)s;/.exec(text("ops/nginx.conf"))?.[1], /pool-purge-delay (\d+)s/.exec(text("ops/haproxy.cfg"))?.[1]].map(Number);
  expect(lingers).toBeGreaterThan(nginx ?? Infinity);
  // HAProxy lets half of them go each time.
  expect(lingers).toBeGreaterThan(2 * (haproxy ?? Infinity));
});
