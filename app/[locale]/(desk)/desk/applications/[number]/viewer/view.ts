/** How a document is looked at: which page, how large (`width` fits the pane, 1 is its own size), turned how far. */
export type View = { page: number; pages: number; zoom: "width" | number; rotation: 0 | 90 | 180 | 270 };

/** `scale` is the size it is drawn in now. */
export type Move = "nextPage" | "previousPage" | "fitWidth" | "actualSize" | "rotate" | { zoom: "in" | "out"; scale: number } | { opened: number };

const steps = [0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];
const turned = { 0: 90, 90: 180, 180: 270, 270: 0 } as const;

export const firstView: View = { page: 1, pages: 1, zoom: "width", rotation: 0 };

/** The view after a move; at either end it stays as it is. */
export function moved(view: View, move: Move): View {
  if (typeof move === "object") return "opened" in move ? { ...view, pages: move.opened, page: Math.min(view.page, move.opened) } : { ...view, zoom: zoomed(move) };
  switch (move) {
    case "nextPage": return { ...view, page: Math.min(view.page + 1, view.pages) };
    case "previousPage": return { ...view, page: Math.max(view.page - 1, 1) };
    case "fitWidth": return { ...view, zoom: "width" };
    case "actualSize": return { ...view, zoom: 1 };
    case "rotate": return { ...view, rotation: turned[view.rotation] };
  }
}

// A hair beyond a step counts as on it.
function zoomed({ zoom, scale }: { zoom: "in" | "out"; scale: number }): number {
  const next = zoom === "in" ? steps.find((step) => step > scale * 1.01) : steps.findLast((step) => step < scale * 0.99);
  return next ?? scale;
}

type Size = { width: number; height: number };

/** In which scale a page of this size stands in a pane of this width. */
export function scaleFor({ zoom, rotation }: Pick<View, "zoom" | "rotation">, size: Size, paneWidth: number): number {
  if (zoom !== "width") return zoom;
  return paneWidth / (rotation % 180 === 0 ? size.width : size.height);
}

// Beyond it browsers draw nothing at all.
const mostPixels = 16_000_000;

/** How finely to draw: as fine as the screen, unless that is more than a canvas holds. */
export function pixelScale(scale: number, { width, height }: Size, density: number): number {
  return Math.min(scale * density, Math.sqrt(mostPixels / (width * height)));
}
