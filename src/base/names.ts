/** A distribution's name as indexes compare it (PEP 503, "Normalized names"). */
export function normalizedName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}
