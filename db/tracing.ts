/** Names and codes of our own: never an address, an id, or what somebody typed. */
export type TraceAttributes = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export type Traced = {
  name: string;
  kind?: "server" | "client" | "consumer";
  attributes?: TraceAttributes;
  /** The `traceparent` of whoever asked, as a trusted proxy handed it on. */
  parent?: string;
  /** Told only as a part of something else. */
  inner?: true;
};

/** What collects spans: made by the entry where an address to send them to is configured. */
export type Tracing = {
  span<T>(traced: Traced, work: (note: (attributes: TraceAttributes) => void) => T): T;
  /** The id of the trace under way, and the `traceparent` to hand on. */
  current(): { traceId: string; traceparent: string } | undefined;
};

const place = Symbol.for("tongban.tracing");
// The entry and Next's bundle each have a copy of this module; a request goes through both.
const shared: typeof globalThis & { [place]?: Tracing | undefined } = globalThis;

export function setTracing(tracing: Tracing | undefined): void {
  shared[place] = tracing;
}

export const tracing = (): Tracing | undefined => shared[place];

const unheard = () => undefined;

/** Does the work, as a span where spans are collected. */
export function traced<T>(span: Traced, work: (note: (attributes: TraceAttributes) => void) => T): T {
  return shared[place] ? shared[place].span(span, work) : work(unheard);
}

const longestStatement = 1_000;

/** A statement as it may be told: values are placeholders already; what stands in quotes all the same is taken out. */
export function statementSpan(text: string): Traced {
  const query = text.replace(/'(?:[^']|'')*'/g, "'…'").replace(/\s+/g, " ").trim().slice(0, longestStatement);
  // One that begins with what others find or write is named after the first write in it.
  const [verb = "select"] = (/^with\b/i.test(query) ? /\b(?:insert(?= into)|update(?= ")|delete(?= from))\b/i : /^\w+/).exec(query) ?? [];
  const table = /\b(?:from|into|update) "?([a-z_]+)"?/i.exec(query)?.[1];
  return {
    name: table ? `${verb.toLowerCase()} ${table}` : verb.toLowerCase(), kind: "client", inner: true,
    attributes: { "db.system.name": "postgresql", "db.query.text": query, "db.operation.name": verb.toLowerCase(), ...(table ? { "db.collection.name": table } : {}) },
  };
}
