import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Attributes, type Context, type Span } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider, type SpanExporter } from "@opentelemetry/sdk-trace";
import { setTracing, type TraceAttributes, type Traced } from "@/db/tracing";
import { isDomainError } from "@/domain/core/errors";
import { logger } from "@/server/core/logger";

type Settings = { endpoint: string; serviceName: string; ratio: number; everyMs?: number };

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const;
const exportMs = 5_000;
const closingMs = 2_000;

/**
 * Collects spans and sends them by OTLP over HTTP, in batches and beside the work: a collector that is away costs spans and
 * nothing else. Loaded only where `OTEL_EXPORTER_OTLP_ENDPOINT` is set.
 */
export function startTracing({ endpoint, serviceName, ratio, everyMs = 5_000 }: Settings): { close(): Promise<void> } {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, "")}/v1/traces`, timeoutMillis: exportMs });
  const provider = new TracerProvider({
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    resource: resourceFromAttributes({ "service.name": serviceName, "service.instance.id": randomUUID() }),
    spanProcessors: [new BatchSpanProcessor({ exporter: told(exporter), scheduledDelayMillis: everyMs, exportTimeoutMillis: exportMs })],
  });
  const tracer = provider.getTracer("tongban");
  const contexts = new AsyncLocalStorageContextManager().enable();
  setTracing({
    span({ name, kind, attributes = {}, parent, inner }, work) {
      const around = parent ? contextOf(parent) : contexts.active();
      if (inner && !trace.getSpan(around)) return work(() => undefined);
      const span = tracer.startSpan(name, { kind: kind ? kinds[kind] : SpanKind.INTERNAL, attributes: known(attributes) }, around);
      return contexts.with(trace.setSpan(around, span), () => ended(span, () => work((more) => void span.setAttributes(known(more)))));
    },
    current() {
      const now = trace.getSpanContext(contexts.active());
      return now && { traceId: now.traceId, traceparent: `00-${now.traceId}-${now.spanId}-${(now.traceFlags & 1).toString(16).padStart(2, "0")}` };
    },
  });
  return {
    async close() {
      setTracing(undefined);
      await Promise.race([provider.shutdown().catch(() => undefined), new Promise((done) => setTimeout(done, closingMs).unref())]);
      contexts.disable();
    },
  };
}

/** Ends the span with the work. Of an error it keeps the code or the name: its message may quote anybody. */
function ended<T>(span: Span, work: () => T): T {
  const fail = (error: unknown): never => {
    span.setAttribute("error.type", isDomainError(error) ? error.code : error instanceof Error ? error.name : "unknown");
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    throw error;
  };
  try {
    const result = work();
    if (!(result instanceof Promise)) return span.end(), result;
    // Safe: the same promise, as far as whoever waits for it can tell.
    return result.then((value: unknown) => (span.end(), value), fail) as T;
  } catch (error) {
    return fail(error);
  }
}

const known = (attributes: TraceAttributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [[name, typeof value === "object" ? [...value] : value]])));

/** The trace that somebody else began; what is no `traceparent` begins one of its own. */
function contextOf(parent: NonNullable<Traced["parent"]>): Context {
  const [, traceId = "", spanId = "", flags = "00"] = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/.exec(parent) ?? [];
  return traceId ? trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true }) : ROOT_CONTEXT;
}

const tellEveryMs = 60_000;

/** The same exporter, whose failures stand in our log, once a minute. */
function told(exporter: SpanExporter): SpanExporter {
  let toldAt = -Infinity;
  return {
    export: (spans, done) => exporter.export(spans, (result) => {
      if (result.code !== 0 && performance.now() - toldAt > tellEveryMs) {
        toldAt = performance.now();
        logger.warn("tracing.exportFailed", { spans: spans.length, name: result.error?.name });
      }
      done(result);
    }),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}
