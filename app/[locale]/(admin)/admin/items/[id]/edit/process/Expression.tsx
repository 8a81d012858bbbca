"use client";

import { useState } from "react";
import { ExpressionEditor } from "@/app/_shared/forms/expression/ExpressionEditor";
import type { Scope } from "@/app/_shared/forms/expression/model";

/** The editor of expressions with the text it holds; it posts under its name with and without script. */
export function Expression({ name, label, hint, value, scope }: { name: string; label: string; hint?: string; value: string; scope: Scope }) {
  const [text, setText] = useState(value);
  return (
    <div className="flex flex-col gap-1">
      <ExpressionEditor name={name} label={label} value={text} onChange={setText} scope={scope} expected="boolean" />
      {hint && <p className="max-w-measure text-hint text-muted">{hint}</p>}
    </div>
  );
}
