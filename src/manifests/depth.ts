/** What walks through the values of a file does so by recursion, and a file may come from anybody. */
export const DEEPEST = 1000;

/**
 * Whether a YAML text may be nested deeper than its parser, which descends by recursion, gets to: by brackets, by "- " in one
 * line, or by indentation. Brackets in strings count, too; a thousand of them without their match are no version file.
 */
export function mayBeTooDeep(yaml: string): boolean {
  let depth = 0;
  for (const { 0: bracket } of yaml.matchAll(/[[\]{}]/g)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > DEEPEST) return true;
  }
  return /(?:[-?][ \t]+){500}|^[ \t]{1000}/m.test(yaml);
}

/** Whether tables and lists are nested deeper than {@link DEEPEST}. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Date) return false;
  if (depth > DEEPEST) return true;
  if (Array.isArray(value)) return value.some(item => isTooDeep(item, depth + 1));
  // Every file is walked through once: no list of its values is made for that.
  for (const key in value)
    if (isTooDeep((value as Record<string, unknown>)[key], depth + 1)) return true;
  return false;
}
