"use client";

import { useTranslations } from "next-intl";
import { useId, useRef, type CSSProperties, type KeyboardEvent, type PointerEvent } from "react";
import { labelSize, pageSizes, pointsPerMm } from "@/domain/items/rules/layout";
import { pageFormats, type Layout } from "@/domain/items/schema/layout";
import { shifted, type ElementDraft, type LayoutDraft } from "./draft";

/** Units of the drawing in a millimetre: whatever the screen, nothing in it is measured as small type. */
const unit = 20;
const accents: Record<string, string> = { blue: "#1f4e79", red: "#8f1d22", green: "#1d5a3c", brown: "#6a4716" };

type Props = {
  draft: LayoutDraft;
  selected: string;
  wordsOf: (element: ElementDraft) => { text: string; label: string };
  onSelect: (id: string) => void;
  onChange: (element: ElementDraft) => void;
  onRemove: (id: string) => void;
};

type Grip = { pointer: number; from: ElementDraft; x: number; y: number; stretch: boolean };
const format = (page: string): Layout["page"] => pageFormats.find((one) => one === page) ?? "a4Portrait";
const n = (text: string) => Number(text) || 0;
const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * The page to scale. By mouse: press and pull an element, or its lower right corner. By keyboard: Page Up and Page Down
 * choose, arrows move by 1 mm, with Shift by 5, with Ctrl they stretch, Delete takes away.
 */
export function PageCanvas({ draft, selected, wordsOf, onSelect, onChange, onRemove }: Props) {
  const t = useTranslations("certificateTypes.canvas");
  const hint = useId();
  const grip = useRef<Grip | undefined>(undefined);
  const size = pageSizes[format(draft.page)];
  const chosen = draft.elements.find(({ id }) => id === selected);

  const at = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: ((event.clientX - box.left) / box.width) * size.width, y: ((event.clientY - box.top) / box.height) * size.height };
  };
  const press = (event: PointerEvent<HTMLDivElement>) => {
    const point = at(event);
    const stretch = chosen !== undefined && Math.abs(point.x - n(chosen.x) - n(chosen.width)) < size.width / 60 && Math.abs(point.y - n(chosen.y) - n(chosen.height)) < size.width / 60;
    const hit = stretch ? chosen : topmost(draft.elements, point);
    if (!hit) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    onSelect(hit.id);
    grip.current = { pointer: event.pointerId, from: hit, ...point, stretch };
  };
  const pull = (event: PointerEvent<HTMLDivElement>) => {
    const held = grip.current;
    if (held?.pointer !== event.pointerId) return;
    const point = at(event);
    const [x, y] = [Math.round((point.x - held.x) * 2) / 2, Math.round((point.y - held.y) * 2) / 2];
    onChange(shifted(held.from, held.stretch ? { width: x, height: y } : { x, y }));
  };
  const key = (event: KeyboardEvent) => {
    const arrow = arrows[event.key];
    const step = { PageDown: 1, PageUp: -1 }[event.key];
    if (step !== undefined) onSelect(neighbour(draft.elements, selected, step));
    else if (chosen && event.key === "Delete") onRemove(chosen.id);
    else if (chosen && arrow) {
      const [x, y] = arrow.map((one) => one * (event.shiftKey ? 5 : 1)) as [number, number];
      onChange(shifted(chosen, event.ctrlKey ? { width: x, height: y } : { x, y }));
    } else return;
    event.preventDefault();
  };
  const spoken = chosen ? t("position", { what: wordsOf(chosen).text.slice(0, 30), x: chosen.x, y: chosen.y, width: chosen.width, height: chosen.height }) : t("none");
  return (
    <div className="needs-script flex flex-col gap-3">
      <p id={hint} className="max-w-measure text-hint text-muted">{t("hint")}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application takes the keys and the mouse itself */}
      <div
        role="application"
        aria-label={t("label")}
        aria-describedby={hint}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- an application is operated by the keyboard as a whole
        tabIndex={0}
        onKeyDown={key}
        onPointerDown={press}
        onPointerMove={pull}
        onPointerUp={() => { grip.current = undefined; }}
        onPointerCancel={() => { grip.current = undefined; }}
        className="w-full touch-none select-none border border-control bg-[#ffffff]"
        style={{ aspectRatio: `${size.width} / ${size.height}`, maxWidth: draft.page === "a4Portrait" ? "44rem" : undefined }}
      >
        <svg viewBox={`0 0 ${size.width * unit} ${size.height * unit}`} aria-hidden="true" className="block size-full" lang="zh-CN">
          <Border draft={draft} size={size} />
          {draft.elements.map((element) => <Drawn key={element.id} element={element} draft={draft} words={wordsOf(element)} selected={element.id === selected} />)}
        </svg>
      </div>
      <p role="status" className="text-hint tabular-nums">{spoken}</p>
    </div>
  );
}

function topmost(elements: readonly ElementDraft[], { x, y }: { x: number; y: number }): ElementDraft | undefined {
  const slack = 1;
  return elements.findLast((element) => x >= n(element.x) - slack && x <= n(element.x) + n(element.width) + slack && y >= n(element.y) - slack && y <= n(element.y) + n(element.height) + slack);
}

function neighbour(elements: readonly ElementDraft[], selected: string, step: number): string {
  const place = elements.findIndex(({ id }) => id === selected);
  return elements[(Math.max(place, step > 0 ? -1 : 0) + step + elements.length) % Math.max(1, elements.length)]?.id ?? "";
}

function Border({ draft, size }: { draft: LayoutDraft; size: { width: number; height: number } }) {
  if (draft.border === "none") return null;
  const inset = draft.page === "card" ? 1.8 : 10.6;
  const insets = draft.border === "single" ? [inset] : [inset, inset + (draft.page === "card" ? 0.7 : 1.8)];
  return insets.map((gap, index) => <rect key={gap} x={gap * unit} y={gap * unit} width={(size.width - gap * 2) * unit} height={(size.height - gap * 2) * unit} fill="none" stroke={accents[draft.colour]} strokeWidth={index === 0 ? 8 : 3} />);
}

type DrawnProps = { element: ElementDraft; draft: LayoutDraft; words: { text: string; label: string }; selected: boolean };

function Drawn({ element, draft, words, selected }: DrawnProps) {
  const [x, y, width, height] = [n(element.x) * unit, n(element.y) * unit, n(element.width) * unit, n(element.height) * unit];
  const accent = accents[draft.colour] ?? "#1f4e79";
  return (
    <g>
      {element.kind === "line" && <rect x={x} y={y} width={Math.max(width, 4)} height={Math.max(height, 4)} fill={accent} />}
      {element.kind === "seal" && <circle cx={x + width / 2} cy={y + height / 2} r={Math.min(width, height) / 2} fill="none" stroke="#c0272d" strokeWidth={14} />}
      {element.kind === "qr" && <rect x={x} y={y} width={Math.min(width, height)} height={Math.min(width, height)} fill="#1c2430" fillOpacity={0.82} />}
      {(element.kind === "qr" || element.kind === "seal") && <Words box={{ x, y: y + height * 0.38, width, height: height * 0.4 }} style={{ fontSize: Math.max(20, height * 0.14), textAlign: "center", color: element.kind === "qr" ? "#ffffff" : "#c0272d" }} text={words.text} />}
      {element.kind !== "line" && element.kind !== "qr" && element.kind !== "seal" && <Styled element={element} words={words} box={{ x, y, width, height }} accent={accent} />}
      <rect x={x} y={y} width={width} height={Math.max(height, 2)} fill="none" stroke={selected ? "#b34700" : "#8fa1ad"} strokeWidth={selected ? 14 : 4} strokeDasharray={selected ? undefined : "16 12"} />
      {selected && <rect x={x + width - 24} y={y + height - 24} width={48} height={48} fill="#b34700" />}
    </g>
  );
}

function Styled({ element, words, box, accent }: { element: ElementDraft; words: DrawnProps["words"]; box: Box; accent: string }) {
  const px = (points: number) => Math.max(20, (points / pointsPerMm) * unit);
  const size = px(n(element.size) || 10);
  const small = px(labelSize(n(element.size) || 10));
  const beside = element.label === "beside" ? n(element.labelWidth || "30") * unit : 0;
  const above = element.label === "above" ? small * 1.35 : 0;
  const color = { soft: "#5b6675", accent, red: "#c0272d" }[element.tone] ?? "#1c2430";
  const style: CSSProperties = { fontSize: size, color, textAlign: element.align === "center" || element.align === "right" ? element.align : "left", fontWeight: element.bold ? 700 : 400, letterSpacing: n(element.spacing) ? (n(element.spacing) / pointsPerMm) * unit : undefined };
  return (
    <>
      {(beside > 0 || above > 0) && <Words box={{ ...box, width: beside || box.width }} style={{ fontSize: small, color: "#5b6675" }} text={words.label} />}
      <Words box={{ x: box.x + beside, y: box.y + above, width: Math.max(0, box.width - beside), height: Math.max(0, box.height - above) }} style={style} text={words.text} />
    </>
  );
}

type Box = { x: number; y: number; width: number; height: number };

function Words({ box, style, text }: { box: Box; style: CSSProperties; text: string }) {
  return (
    <foreignObject {...box}>
      <div style={{ lineHeight: 1.45, whiteSpace: "pre-wrap", overflow: "hidden", height: "100%", wordBreak: "break-all", ...style }}>{text}</div>
    </foreignObject>
  );
}
