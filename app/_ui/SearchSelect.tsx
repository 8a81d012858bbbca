"use client";

import { useState, useSyncExternalStore, type ComponentProps } from "react";
import { cx } from "./cx";
import { controlClass } from "./fields";
import { Select, type Option, type OptionGroup } from "./Select";

type Props = ComponentProps<typeof Select> & {
  /** What to call the field that narrows the choices. */
  search: string;
};

const never = () => () => undefined;

/** A select with many choices, and a field above it that narrows them; without script the select alone. What is chosen stays among them. */
export function SearchSelect({ search, options, defaultValue, onChange, ...rest }: Props) {
  const live = useSyncExternalStore(never, () => true, () => false);
  const [sought, setSought] = useState("");
  const [chosen, setChosen] = useState(defaultValue);
  const fits = ({ value, label }: Option) => value === chosen || label.toLowerCase().includes(sought.trim().toLowerCase());
  const shown = options.flatMap((option): (Option | OptionGroup)[] => {
    if (!("options" in option)) return fits(option) ? [option] : [];
    const inner = option.options.filter(fits);
    return inner.length > 0 ? [{ ...option, options: inner }] : [];
  });
  return (
    <div className="flex flex-col gap-2">
      <Select {...rest} options={shown} defaultValue={defaultValue} onChange={(event) => { setChosen(event.target.value); onChange?.(event); }} />
      {live && <input type="search" aria-label={search} placeholder={search} value={sought} onChange={(event) => setSought(event.target.value)} onKeyDown={(event) => { if (event.key === "Enter") event.preventDefault(); }} className={cx(controlClass, "max-w-[28rem]")} />}
    </div>
  );
}
