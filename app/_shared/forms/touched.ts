/** Whether an input of a form says something else than it was drawn with: typed, filled in, or brought back by the browser. */
export const isTouched = (form: HTMLFormElement | null): boolean => [...(form?.elements ?? [])].some((input) => {
  if (input instanceof HTMLSelectElement) return input.value !== ([...input.options].find(({ defaultSelected }) => defaultSelected) ?? input.options[0])?.value;
  if (input instanceof HTMLTextAreaElement) return input.value !== input.defaultValue;
  if (!(input instanceof HTMLInputElement)) return false;
  return input.type === "checkbox" || input.type === "radio" ? input.checked !== input.defaultChecked : input.value !== input.defaultValue;
});
