/**
 * Which minor releases of Python 3 `requires-python` lets in; undefined where it can't be read. As cibuildwheel does, the
 * last micro release of each is asked about: `>=3.9.2` lets in 3.9, `<3.13` keeps out 3.13 (cibuildwheel's `selector.py`).
 */
export function allowsPython(
  requires: string | undefined,
): ((minor: number) => boolean) | undefined {
  const tests = (requires ?? '')
    .split(',')
    .filter(part => part.trim() !== '')
    .map(testOf);
  if (tests.includes(undefined)) return undefined;
  return minor => tests.every(test => test?.(minor) === true);
}

function testOf(part: string): ((minor: number) => boolean) | undefined {
  const [, operator = '', majorText = '', minorText, rest] =
    /^\s*(>=|<=|~=|==|!=|<|>)\s*v?(\d{1,4})(?:\.(\d{1,4}|\*))?((?:\.(?:\d{1,6}|\*))*)\s*$/.exec(
      part,
    ) ?? [];
  if (operator === '') return undefined;
  const major = Number(majorText);
  if (major !== 3) {
    const isAbove = major > 3;
    if (operator === '>=' || operator === '>') return () => !isAbove;
    if (operator === '<' || operator === '<=') return () => isAbove;
    return operator === '!=' ? () => true : undefined;
  }
  if (minorText === undefined || minorText === '*') {
    if (operator === '>=' || operator === '>' || operator === '~=') return () => true;
    return operator === '==' && minorText === '*' ? () => true : undefined;
  }
  const named = Number(minorText);
  const isWhole = rest === '.*';
  switch (operator) {
    case '>=':
    case '>':
      return minor => minor >= named;
    case '<':
    case '<=':
      return minor => minor < named;
    case '~=':
      return rest === '' ? minor => minor >= named : minor => minor === named;
    case '!=':
      return isWhole ? minor => minor !== named : () => true;
    default:
      return isWhole ? minor => minor === named : undefined;
  }
}
