import { ratingChannels, type RatingChannel, type RatingLevel } from "../schema";
import { ratingLevels } from "../schema/levels";

/** GB/T 39046-2020 A.8: 1 非常满意 … 5 非常不满意. */
export function toNational46(level: RatingLevel): 1 | 2 | 3 | 4 | 5 {
  return numbers[ratingLevels.indexOf(level)] ?? 5;
}

/** The national 好差评 interface and its devices count the other way: 5 非常满意 … 1 非常不满意. */
export function toExchange(level: RatingLevel): 1 | 2 | 3 | 4 | 5 {
  return numbers[4 - ratingLevels.indexOf(level)] ?? 1;
}

/** The level of a GB/T 39046 code; nothing for any other number. */
export function fromNational46(code: number): RatingLevel | undefined {
  return ratingLevels.find((level) => toNational46(level) === code);
}

/** The level of a code of the 好差评 interface; nothing for any other number. */
export function fromExchange(code: number): RatingLevel | undefined {
  return ratingLevels.find((level) => toExchange(level) === code);
}

const numbers = [1, 2, 3, 4, 5] as const;

/** 评价渠道 (`pf`): up to 5 both say the same, then 6 is the telephone in one and a short message in the other. */
const channels = {
  national46: { web: 1, mobile: 2, qr: 3, hallTablet: 4, hallDevice: 5, phone: 6, sms: 7 },
  exchange: { web: 1, mobile: 2, qr: 3, hallTablet: 4, hallDevice: 5, sms: 6, systemDefault: 7 },
} as const satisfies Record<string, Partial<Record<RatingChannel, number>>>;
export type Dialect = keyof typeof channels;

/** The `pf` code of a channel; nothing where that interface has no word for it. */
export function toPf(channel: RatingChannel, dialect: Dialect): number | undefined {
  const codes: Partial<Record<RatingChannel, number>> = channels[dialect];
  return codes[channel];
}

/** The channel of a `pf` code; nothing for any other number. */
export function fromPf(code: number, dialect: Dialect): RatingChannel | undefined {
  return ratingChannels.find((channel) => toPf(channel, dialect) === code);
}
