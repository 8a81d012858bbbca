import { z } from "zod";

/** GB/T 2260 division code; `000000` is the country. */
export const DivisionCode = z.string().regex(/^\d{6}$/);
export type DivisionCode = z.infer<typeof DivisionCode>;

export const divisionLevels = ["country", "province", "city", "county"] as const;
