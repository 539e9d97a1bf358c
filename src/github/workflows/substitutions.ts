/** Where a substitution ends; the end of the text where it is not closed. */
export function closing(text: string, start: number, close: ')' | '`'): number {
  let open = 1;
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\') at++;
    else if (quote !== '') {
      if (char === quote) quote = '';
    } else if (close === ')' && (char === "'" || char === '"')) quote = char;
    else if (close === ')' && char === '(') open++;
    else if (char === close && --open === 0) return at;
  }
  return text.length;
}

/** The scripts of `$(…)` and backquotes in a text. */
export function substitutionsOf(text: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const isNamed = text.startsWith('$(', at);
    if (text.charAt(at) === '\\') at++;
    else if (isNamed || text.charAt(at) === '`') {
      const start = at + (isNamed ? 2 : 1);
      at = closing(text, start, isNamed ? ')' : '`');
      found.push(text.slice(start, at));
    }
  }
  return found;
}
