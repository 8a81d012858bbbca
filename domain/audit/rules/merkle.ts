/**
 * The tree over the chain's seals, as RFC 9162 (Certificate Transparency 2.0), 2.1, has it. The hash is the caller's, so
 * that the rules stay pure: SHA-256 over its parts, one after another.
 */
export type Digest = (...parts: Uint8Array[]) => Uint8Array;

const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);

export const leafHash = (digest: Digest, entry: Uint8Array) => digest(leafMark, entry);
export const nodeHash = (digest: Digest, left: Uint8Array, right: Uint8Array) => digest(nodeMark, left, right);

/** A tree by the roots of its complete subtrees, the largest first: enough to go on and to tell its root. */
export type Frontier = { size: number; peaks: readonly Uint8Array[] };

/** A complete subtree of 2^level leaves, the `position`th of its level. */
export type Subtree = { level: number; position: number; hash: Uint8Array };

export const emptyFrontier: Frontier = { size: 0, peaks: [] };

/** Adds a leaf; `completed` lists the subtrees that are whole by it, the smallest (the leaf) first. */
export function grow(digest: Digest, { size, peaks }: Frontier, leaf: Uint8Array): { frontier: Frontier; completed: Subtree[] } {
  const rest = [...peaks];
  const completed: Subtree[] = [{ level: 0, position: size, hash: leaf }];
  let hash = leaf;
  for (let level = 1, whole = size; whole % 2 === 1; level += 1) {
    hash = nodeHash(digest, rest.pop() ?? hash, hash);
    whole = (whole - 1) / 2;
    completed.push({ level, position: whole, hash });
  }
  return { frontier: { size: size + 1, peaks: [...rest, hash] }, completed };
}

/** The root of the tree; of an empty one the hash of nothing. */
export const rootOf = (digest: Digest, { peaks }: Frontier): Uint8Array =>
  peaks.reduceRight<Uint8Array | undefined>((right, left) => (right ? nodeHash(digest, left, right) : left), undefined) ?? digest();

/** The largest power of two below `count` (at least 2). */
const splitOf = (count: number) => 2 ** Math.floor(Math.log2(count - 1));

/**
 * The hashes beside the way from leaf `index` (from 0) to the root of the first `size` leaves, the lowest first. `subtree`
 * gives the root of a complete subtree.
 */
export async function inclusionPath(digest: Digest, { size, index }: { size: number; index: number }, subtree: (level: number, position: number) => Promise<Uint8Array>): Promise<Uint8Array[]> {
  const range = async (start: number, count: number): Promise<Uint8Array> => {
    const level = Math.log2(count);
    if (Number.isInteger(level)) return subtree(level, start / count);
    const left = splitOf(count);
    return nodeHash(digest, await range(start, left), await range(start + left, count - left));
  };
  const path: Uint8Array[] = [];
  for (let [start, count] = [0, size]; count > 1;) {
    const left = splitOf(count);
    const isLeft = index < start + left;
    path.unshift(await (isLeft ? range(start + left, count - left) : range(start, left)));
    [start, count] = isLeft ? [start, left] : [start + left, count - left];
  }
  return path;
}

/** The root that a leaf and its path lead to (RFC 9162, 2.1.3.2); undefined where the path does not fit. */
export function rootFromPath(digest: Digest, { size, index, leaf, path }: { size: number; index: number; leaf: Uint8Array; path: readonly Uint8Array[] }): Uint8Array | undefined {
  if (index >= size) return undefined;
  let [position, last, hash] = [index, size - 1, leaf];
  for (const beside of path) {
    if (last === 0) return undefined;
    if (position % 2 === 1 || position === last) {
      hash = nodeHash(digest, beside, hash);
      while (position % 2 === 0 && position !== 0) [position, last] = [position / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(digest, hash, beside);
    }
    [position, last] = [Math.floor(position / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : undefined;
}
