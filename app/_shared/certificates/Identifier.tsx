import { Fragment } from "react";

/** A certificate identifier, which breaks after its dots only and is copied as written. */
export function Identifier({ value }: { value: string }) {
  return (
    <span className="tabular-nums">
      {value.split(/(?<=\.)/).map((part, index) => <Fragment key={index}>{index > 0 && <wbr />}{part}</Fragment>)}
    </span>
  );
}
