"use client";

import { useFormStatus } from "react-dom";
import { Button, type ButtonProps } from "./Button";

/**
 * The submit button of a form. Without JavaScript it is a plain button; with it, a second press while
 * the first is under way does nothing.
 */
export function SubmitButton({ look = "primary", onClick, ...rest }: Omit<ButtonProps, "type" | "loading">) {
  const { pending } = useFormStatus();
  return (
    <Button
      type="submit"
      look={look}
      loading={pending}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
      {...rest}
    />
  );
}
