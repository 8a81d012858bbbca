"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, useSyncExternalStore, type PointerEvent } from "react";
import { Button } from "@/app/_ui/Button";

const [width, height] = [600, 200];

const never = () => () => undefined;

/** A signature drawn with a finger, a pen or a mouse; posted as a PNG. Whoever cannot draw signs a paper, which is scanned. */
export function SignaturePad({ name, label }: { name: string; label: string }) {
  const t = useTranslations("deliveries.signature");
  const canvas = useRef<HTMLCanvasElement>(null);
  const [picture, setPicture] = useState("");
  // Without JavaScript there is nothing to draw on.
  const ready = useSyncExternalStore(never, () => true, () => false);
  const brush = () => {
    const context = canvas.current?.getContext("2d");
    if (context) Object.assign(context, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#000" });
    return context;
  };
  const at = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return [((event.clientX - box.left) * width) / box.width, ((event.clientY - box.top) * height) / box.height] as const;
  };
  const start = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const context = brush();
    context?.beginPath();
    context?.moveTo(...at(event));
  };
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons === 0) return;
    const context = brush();
    context?.lineTo(...at(event));
    context?.stroke();
  };
  const clear = () => {
    canvas.current?.getContext("2d")?.clearRect(0, 0, width, height);
    setPicture("");
  };
  if (!ready) return <p className="text-muted">{t("noScript")}</p>;
  return (
    <div className="flex max-w-form flex-col gap-2">
      <p className="font-semibold" id={`${name}-label`}>{label}</p>
      <canvas
        ref={canvas} width={width} height={height} role="img" aria-labelledby={`${name}-label`}
        onPointerDown={start} onPointerMove={draw} onPointerUp={() => setPicture(canvas.current?.toDataURL("image/png") ?? "")}
        className="w-full touch-none rounded-control border-2 border-control bg-white"
      />
      <p role="status" className="text-hint text-muted">{picture ? t("signed") : t("empty")}</p>
      <div><Button look="secondary" onClick={clear}>{t("clear")}</Button></div>
      <input type="hidden" name={name} value={picture} />
    </div>
  );
}
