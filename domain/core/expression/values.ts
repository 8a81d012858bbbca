/** What an expression can hold. Missing and unusable values are null. */
export type ExpressionValue = string | number | boolean | null | readonly ExpressionValue[] | ExpressionRecord;
type ExpressionRecord = { readonly [key: string]: unknown };

/** What references are looked up in, for example `{ ...answers, profile, situation, today }`. */
export type ExpressionScope = ExpressionRecord;

export function toValue(input: unknown): ExpressionValue {
  if (typeof input === "string" || typeof input === "boolean") return input;
  if (typeof input === "number") return Number.isFinite(input) ? input : null;
  if (Array.isArray(input)) return input.map(toValue);
  return isRecord(input) ? input : null;
}

function isRecord(input: unknown): input is ExpressionRecord {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}

export function isList(value: ExpressionValue): value is readonly ExpressionValue[] {
  return Array.isArray(value);
}

/** Follows a dotted path through own properties only; a list on the way gives the list of what its elements hold. */
export function lookUp(scope: ExpressionScope, path: string): ExpressionValue {
  return follow(scope, path.split("."));
}

function follow(holder: unknown, segments: readonly string[]): ExpressionValue {
  const [segment, ...rest] = segments;
  if (segment === undefined) return toValue(holder);
  if (Array.isArray(holder)) {
    return holder.flatMap((element: unknown): ExpressionValue[] => {
      const value = follow(element, segments);
      return isList(value) ? [...value] : [value];
    });
  }
  return isRecord(holder) && Object.hasOwn(holder, segment) ? follow(holder[segment], rest) : null;
}

/** Equal scalars of one type, or lists equal in every element; records are never equal. */
export function isSame(left: ExpressionValue, right: ExpressionValue): boolean {
  if (isList(left) && isList(right)) return left.length === right.length && left.every((value, index) => isSame(value, right[index] ?? null));
  return !isRecord(left) && left === right;
}

export function isBlank(value: ExpressionValue): boolean {
  if (value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (isList(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}

/** Decimal noise of binary fractions is cut off (0.1 + 0.2 is 0.3); a result that is no number is null. */
export function toNumber(result: number): number | null {
  if (Number.isSafeInteger(result)) return result;
  const rounded = Number(result.toPrecision(15));
  return Number.isFinite(rounded) ? rounded : null;
}
