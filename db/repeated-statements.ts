import { hash } from "node:crypto";
import { Client, type PoolClient } from "pg";

/** How many statements one connection keeps by name; each takes memory of the server as long as the connection lives. */
const mostNames = 100;
/** How many it remembers to have sent once. */
const mostSeen = 1000;

/**
 * What a connection sends for the second time within a transaction that writes is sent by name from then on: the server reads, checks and, where
 * that costs no more, plans it once. An act names its rows by their ids, so that one plan suits all of them. What is read outside, lists and searches
 * whose best plan depends on what is asked, stays without a name.
 */
export function nameRepeated(client: PoolClient): void {
  const send = (...sent: unknown[]): unknown => Reflect.apply(Client.prototype.query, client, sent);
  const [names, seen] = [new Set<string>(), new Set<string>()];
  let isWriting = false;
  const nameOf = (text: string): string | undefined => {
    const name = hash("sha1", text, "base64url");
    if (names.has(name)) return name;
    if (!seen.delete(name)) {
      if (seen.size === mostSeen) seen.clear();
      seen.add(name);
      return undefined;
    }
    if (names.size === mostNames) return undefined;
    names.add(name);
    return name;
  };
  const query = (asked: unknown, ...rest: unknown[]): unknown => {
    if (!isNameless(asked)) return send(asked, ...rest);
    const { text } = asked;
    if (text === "begin") isWriting = true;
    else if (text === "commit" || text === "rollback") isWriting = false;
    // One without values may be several in one text, which cannot be prepared.
    const name = isWriting && Array.isArray(rest[0]) && rest[0].length > 0 ? nameOf(text) : undefined;
    return send(name ? { ...asked, name } : asked, ...rest);
  };
  Object.assign(client, { query });
}

/** What brings its own `submit`, a cursor or a copy, says itself how it is sent. */
function isNameless(asked: unknown): asked is { text: string } {
  return typeof asked === "object" && asked !== null && !("submit" in asked) && "text" in asked && typeof asked.text === "string" && !("name" in asked && asked.name);
}
