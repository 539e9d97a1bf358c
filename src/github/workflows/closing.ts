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
