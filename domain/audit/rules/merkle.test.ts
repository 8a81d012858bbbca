import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { emptyFrontier, grow, inclusionPath, leafHash, nodeHash, rootFromPath, rootOf, type Frontier, type Subtree } from "./merkle";

const digest = (...parts: Uint8Array[]) => new Uint8Array(createHash("sha256").update(Buffer.concat(parts)).digest());
const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString("hex");

// The entries and roots of the reference implementation of Certificate Transparency (certificate-transparency-go, Apache-2.0).
const entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"].map((text) => new Uint8Array(Buffer.from(text, "hex")));
const roots = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

function grown(leaves: readonly Uint8Array[]) {
  let frontier: Frontier = emptyFrontier;
  const subtrees = new Map<string, Uint8Array>();
  for (const leaf of leaves) {
    const next = grow(digest, frontier, leaf);
    frontier = next.frontier;
    for (const { level, position, hash } of next.completed satisfies Subtree[]) subtrees.set(`${level}/${position}`, hash);
  }
  return { frontier, subtree: async (level: number, position: number) => subtrees.get(`${level}/${position}`) ?? Promise.reject(new Error(`no subtree ${level}/${position}`)) };
}

describe("the tree over the chain", () => {
  it.each(roots.map((root, size) => ({ size, root })))("of $size entries has the root of the reference implementation", ({ size, root }) => {
    expect(hex(rootOf(digest, grown(entries.slice(0, size).map((entry) => leafHash(digest, entry))).frontier))).toBe(root);
  });

  it("proves each leaf of each tree of up to 70 leaves, and none for another leaf, place or size", async () => {
    const leaves = Array.from({ length: 70 }, (_, at) => leafHash(digest, Uint8Array.of(at)));
    for (let size = 1; size <= leaves.length; size += 1) {
      const { frontier, subtree } = grown(leaves.slice(0, size));
      const root = hex(rootOf(digest, frontier));
      for (const [index, leaf] of leaves.slice(0, size).entries()) {
        const path = await inclusionPath(digest, { size, index }, subtree);
        expect(hex(rootFromPath(digest, { size, index, leaf, path }))).toBe(root);
        const other = leaves[(index + 1) % size] ?? leaf;
        if (size > 1) expect(hex(rootFromPath(digest, { size, index, leaf: other, path }))).not.toBe(root);
        if (size > 1) expect(hex(rootFromPath(digest, { size, index: (index + 1) % size, leaf, path }))).not.toBe(root);
        expect(rootFromPath(digest, { size, index, leaf, path: [...path, leaf] })).toBeUndefined();
      }
      expect(rootFromPath(digest, { size, index: size, leaf: leaves[0] ?? Uint8Array.of(), path: [] })).toBeUndefined();
    }
  });

  it("tells a leaf from a node of the same bytes", () => {
    const [one, two] = [leafHash(digest, Uint8Array.of(1)), leafHash(digest, Uint8Array.of(2))];
    expect(hex(leafHash(digest, Buffer.concat([one, two])))).not.toBe(hex(nodeHash(digest, one, two)));
  });
});
