/**
 * JSON with comments and trailing commas, as VS Code's settings files have them, made plain: comments and such commas
 * become blanks, so that every other character keeps its place.
 */
export function withoutComments(text: string): string {
  const blank = (found: string) => found.replace(/[^\r\n]/g, ' ');
  const plain = text.replace(/"(?:\\.|[^"\\\r\n])*"|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)/g, found =>
    found.startsWith('"') ? found : blank(found),
  );
  return plain
    .replace(/"(?:\\.|[^"\\\r\n])*"|,(?=\s*[}\]])/g, found => (found === ',' ? ' ' : found))
    .replace(/^\uFEFF/, ' ');
}
