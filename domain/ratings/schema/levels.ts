/** Five levels (GB/T 39735). National interfaces number them in opposite directions: convert at the edge only (`rules/national`). */
export const ratingLevels = ["verySatisfied", "satisfied", "basic", "dissatisfied", "veryDissatisfied"] as const;

/** Standard reason codes by level (national 好差评 interface). */
export const reasonCodes = {
  verySatisfied: ["510", "511", "512", "513", "514", "515", "516", "517"],
  satisfied: ["406", "407", "408", "409", "410", "411", "412", "413"],
  basic: ["307", "308", "309", "310", "311", "312", "313", "314"],
  dissatisfied: ["207", "208", "209", "210", "211", "212", "213", "214"],
  veryDissatisfied: ["108", "109", "110", "111", "112", "113", "114", "115"],
} as const satisfies Record<(typeof ratingLevels)[number], readonly string[]>;
