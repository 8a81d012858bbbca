import { notFound } from "next/navigation";

/** Every address without a page of its own: the not-found page inside the site's frame. */
export default function UnknownAddress() {
  notFound();
}
