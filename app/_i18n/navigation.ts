import { createNavigation } from "next-intl/navigation";
import { routing } from "./routing";

/** Navigation that keeps the language of the page; for addresses written without a language prefix. */
export const { Link, usePathname } = createNavigation(routing);
