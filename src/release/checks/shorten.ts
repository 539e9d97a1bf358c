import * as l10n from '@vscode/l10n';

/** Names for a line: the first three, and how many more there are. */
export function shorten(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? l10n.t('{0} and {1} more', shown, names.length - 3) : shown;
}
