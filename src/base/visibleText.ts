/**
 * Text from outside (a repository, a log, GitHub, an index) as it can be shown: what is invisible or changes the direction
 * of the text around it becomes `<U+202E>`. Source: UAX #9 (bidi controls), Unicode TR #36 (invisible characters).
 */
const HIDDEN =
  // Finding control characters is the purpose.
  // eslint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff9-\ufffb]|[\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;

/** Shows hidden characters, and cuts what is longer than `most` characters. Line ends and tabs stay. */
export function visibleText(text: string, most = Infinity): string {
  // Cut first: nothing is spent on a line of megabytes.
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return cut.replaceAll('\r\n', '\n').replace(HIDDEN, shown);
}

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
