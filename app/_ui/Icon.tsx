import { cx } from "./cx";

/* Drawn for this project on a 24-unit grid, one stroke weight. */
const paths = {
  alert: "M12 3 2.5 20h19L12 3Zm0 6.5v5m0 3v.1",
  arrowLeft: "M20 12H4m7-7-7 7 7 7",
  arrowRight: "M4 12h16m-7-7 7 7-7 7",
  building: "M4 21V5l8-2v18m0-12 8 2v10M2 21h20M7.500 8v.1M7.500 12v.1M7.500 16v.1m8.500-2v.1m0 3v.1",
  calendar: "M4 6h16v15H4V6Zm0 5h16M8 3v5m8-5v5",
  certificate: "M4 4h16v12H4V4Zm4 4h8m-8 4h5m1 2.500V22l2.500-2 2.500 2v-7.500",
  check: "m4.500 12.500 5 5 10-11",
  chevronDown: "m5 9 7 7 7-7",
  chevronRight: "m9 5 7 7-7 7",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4v5.500l3.500 2",
  close: "m5 5 14 14M19 5 5 19",
  document: "M6 3h9l4 4v14H6V3Zm9 0v4h4M9 12h7m-7 4h7",
  download: "M12 3v12m-5-5 5 5 5-5M4 20h16",
  exit: "M14 4H5v16h9m-4-8h11m-4-4 4 4-4 4",
  family: "M8 4.500a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM2.500 20v-2.500A5.500 5.500 0 0 1 8 12a5.500 5.500 0 0 1 5.500 5.500V20m3-11.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5ZM16.500 15.500a4.500 4.500 0 0 1 5 4.500",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-9 9h18M12 3c3 2.500 4 5.500 4 9s-1 6.500-4 9c-3-2.500-4-5.500-4-9s1-6.500 4-9Z",
  heart: "M12 20.500 4.200 12.700a4.900 4.900 0 0 1 7-6.900l.8.900.800-.9a4.900 4.900 0 0 1 7 6.900L12 20.500Z",
  home: "m3 11 9-8 9 8M5.500 9v12h13V9M10 21v-6h4v6",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.500v.1m0 3.400v6",
  lock: "M5 10h14v11H5V10Zm3 0V7a4 4 0 0 1 8 0v3m-4 4v3",
  message: "M4 5h16v11H11l-5 4.500V16H4V5Zm4 5.500h.1m3.900 0h.1m3.900 0h.1",
  pause: "M8 5v14m8-14v14",
  person: "M12 3.500a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4 21v-1.500a8 8 0 0 1 16 0V21",
  phone: "M5 3h4l2 5-2.500 2a12 12 0 0 0 5.500 5.500l2-2.500 5 2v4a2 2 0 0 1-2 2C10.500 21 3 13.500 3 5a2 2 0 0 1 2-2Z",
  play: "M7 4v16l13-8L7 4Z",
  print: "M7 8V3h10v5M7 17H3V8h18v9h-4M7 14h10v7H7v-7Z",
  qr: "M4 4h6v6H4V4Zm10 0h6v6h-6V4ZM4 14h6v6H4v-6Zm10 0h2v2h-2v-2Zm4 0h2m-6 6h2v-2h2m2-1v3",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13Zm5 11.500 5.500 5.500",
  shield: "M12 3 4 6v6c0 4.500 3.300 7.700 8 9 4.700-1.300 8-4.500 8-9V6l-8-3Zm-3.500 9 2.500 2.500 4.500-5",
  speaker: "M4 9v6h4l5 4V5L8 9H4Zm12.500-.5a5 5 0 0 1 0 7m2.800-10a9 9 0 0 1 0 13",
  star: "m12 3 2.800 5.900 6.400.800-4.700 4.400 1.200 6.400L12 17.400l-5.700 3.100 1.200-6.400-4.700-4.400 6.400-.800L12 3Z",
  stop: "M6 6h12v12H6V6Z",
  text: "M3 19 8.500 5 14 19M5 14.500h7m4 4.500 3-8 3 8m-5-2.500h4",
  upload: "M12 21V9m-5 5 5-5 5 5M4 4h16",
} as const;

export type IconName = keyof typeof paths;

/** Every icon there is. */
export const iconNames = Object.keys(paths).filter((name): name is IconName => name in paths);

/** A decorative drawing; the words beside it carry the meaning. */
export function Icon({ name, className }: { name: IconName; className?: string | undefined }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" strokeLinejoin="round" className={cx("inline-block shrink-0", className ?? "size-[1.25em]")}>
      <path d={paths[name]} />
    </svg>
  );
}

/** The mark of the portal: an open door with a way through. Not an emblem. */
export function Mark({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 40 40" aria-hidden="true" focusable="false" className={cx("shrink-0", className ?? "size-10")}>
      <rect width="40" height="40" rx="6" fill="currentColor" />
      <path d="M11 31V19a9 9 0 0 1 18 0v12M6 31h28M20 31V20" fill="none" className="stroke-surface" strokeWidth="3.2" strokeLinecap="square" />
    </svg>
  );
}
