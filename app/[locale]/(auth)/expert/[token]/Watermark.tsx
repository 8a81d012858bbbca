const escaped = (text: string) => text.replace(/[<>&'"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** The same words across the whole page, on the screen and on paper; they hide nothing and are not read out. */
export function Watermark({ words }: { words: string }) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="620" height="240"><text x="10" y="190" transform="rotate(-18 10 190)" font-family="sans-serif" font-size="15" fill="#8a1f24" fill-opacity="0.17">${escaped(words)}</text></svg>`;
  return <div aria-hidden="true" className="pointer-events-none fixed inset-0 z-50" style={{ backgroundImage: `url("data:image/svg+xml,${encodeURIComponent(svg)}")` }} />;
}
