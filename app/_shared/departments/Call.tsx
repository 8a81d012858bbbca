import { Chinese } from "@/app/_shared/items/Localised";
import { dialled } from "./phones";

/** A phone number that calls when pressed; words of the source that are more than one number stay words. */
export function Call({ phone }: { phone: string }) {
  const number = dialled(phone);
  return number ? <a href={`tel:${number}`} className="tap tabular-nums">{phone}</a> : <Chinese>{phone}</Chinese>;
}
