import type { PoolClient, QueryConfig, QueryResult } from "pg";

type Asked = { connect(): Promise<PoolClient>; query(query: string | QueryConfig, values?: unknown[]): Promise<QueryResult> };

/** Whether a replica may be asked at this moment, and what became of the questions. */
export type ReplicaGate = {
  mayAsk(): boolean;
  /** It is not there: nobody asks it before it was seen well again. */
  lost(): void;
  /** A statement was answered, by whom. */
  answered(by: "replica" | "primary"): void;
};

/**
 * A pool for reading what is public: each statement goes to the replica while that may be asked, and to the primary
 * otherwise, also when the replica failed in the middle. Whatever is not plain reading is the primary's.
 */
export class ReplicaPool {
  constructor(private readonly primary: Asked, private readonly replica: Asked, private readonly gate: ReplicaGate) {}

  connect(): Promise<PoolClient> {
    return this.primary.connect();
  }

  async query(query: string | QueryConfig, values?: unknown[]): Promise<QueryResult> {
    const answer = this.gate.mayAsk() && isReading(query) ? await this.ofReplica(query, values) : undefined;
    this.gate.answered(answer ? "replica" : "primary");
    return answer ?? this.primary.query(query, values);
  }

  private async ofReplica(query: string | QueryConfig, values?: unknown[]): Promise<QueryResult | undefined> {
    try {
      return await this.replica.query(query, values);
    } catch (error) {
      const code = codeOf(error);
      // What took too long there would take as long once more.
      if (code === tooLong) throw error;
      if (code === undefined || away.test(code)) this.gate.lost();
      return undefined;
    }
  }
}

const isReading = (query: string | QueryConfig) => /^\s*select\b/i.test(typeof query === "string" ? query : query.text);

const tooLong = "57014";
// A connection, a login, a database or room that is not there (SQLSTATE). A row that went away meanwhile is none of them.
const away = /^(?:08|28|3D|53|57P|58|XX)/;

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}
