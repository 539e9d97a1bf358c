import * as path from 'node:path';
import manifest from '../../package.json';
import nls from '../../package.nls.json';
import { ROOT } from './paths';

export const README = path.join(ROOT, 'README.md');

/** The README with the tables of commands and settings as package.json has them. */
export function withTables(readme: string): string {
  return [
    ['commands', commandsTable()],
    ['settings', settingsTable()],
  ].reduce((text, [name = '', table = '']) => {
    const found = new RegExp(`(<!-- ${name}: [^\\n]*-->\\n)[^]*?(<!-- /${name} -->)`);
    if (!found.test(text)) throw new Error(`README.md has no place for the table of ${name}.`);
    return text.replace(found, (_, begin: string, end: string) => `${begin}\n${table}\n${end}`);
  }, readme);
}

function commandsTable(): string {
  const { commands, keybindings, menus } = manifest.contributes;
  const hidden = new Set(
    menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command),
  );
  const keys = new Map(keybindings.map(({ command, key }) => [command, key]));
  return table(
    ['Command', 'Keys', 'Id'],
    commands
      .filter(({ command }) => !hidden.has(command))
      .map(({ command, title }) => [text(title), shownKeys(keys.get(command)), `\`${command}\``]),
  );
}

function settingsTable(): string {
  return table(
    ['Setting', 'Default', 'Meaning'],
    Object.entries(manifest.contributes.configuration.properties)
      .sort(([, a], [, b]) => a.order - b.order)
      .map(([name, { default: value, markdownDescription }]) => [
        `\`${name}\``,
        isEmpty(value) ? '' : `\`${JSON.stringify(value).replace(/^"|"$/g, '')}\``,
        text(markdownDescription),
      ]),
  );
}

function isEmpty(value: unknown): boolean {
  return value === '' || ['[]', '{}'].includes(JSON.stringify(value));
}

/** `ctrl+alt+r b` as the keyboard shows it. */
function shownKeys(keys = ''): string {
  const shown = keys.replace(/\b[a-z]/g, letter => letter.toUpperCase());
  return shown === '' ? '' : `\`${shown}\``;
}

/** The English text of a key of package.nls.json, on one line of a table. */
function text(key: string): string {
  const found = (nls as Readonly<Record<string, string>>)[key.replaceAll('%', '')] ?? key;
  return found.replace(/\s+/g, ' ').replaceAll('|', '\\|');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n') + '\n';
}
