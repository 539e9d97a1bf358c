// A string, or what JSON does not have: comments, and commas before a closing bracket.
const COMMENTS = /("(?:\\.|[^"\\])*")|\/\/[^\r\n]*|\/\*[^]*?\*\//g;
const TRAILING_COMMAS = /("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g;

/**
 * Reads JSON with comments and trailing commas, as VS Code writes and accepts its settings.
 * @throws SyntaxError
 */
export function parseJsonc(text: string): unknown {
  const blank = (found: string, kept: string | undefined) => kept ?? found.replace(/[^\r\n]/g, ' ');
  const json = text.replace(/^\uFEFF/, '').replace(COMMENTS, blank).replace(TRAILING_COMMAS, blank);
  return json.trim() === '' ? {} : JSON.parse(json);
}
