import { visibleText } from '../base/visibleText';

/** The longest texts that the parts of the editor get. VS Code cuts a notification at 1,000 characters. */
const MOST = { message: 1000, label: 300, tooltip: 2000 } as const;

/**
 * For notifications, progress, input prompts and the line above a view, all of which make `[text](command:…)` a link. A
 * space between the brackets keeps it text.
 */
export function messageText(text: string, most: number = MOST.message): string {
  return withoutIcons(visibleText(text, most)).replace(/\](?=\()/g, '] ');
}

/** For tree rows, lists, the status bar and code lenses: one line, in which `$(name)` is no icon. */
export function labelText(text: string): string {
  return withoutIcons(visibleText(text.replace(/[\r\n\t]+/g, ' '), MOST.label));
}

/** A status bar text or a code lens: an icon of ours before a text that holds none. */
export function textWithIcon(icon: string, text: string): string {
  return `$(${icon}) ${labelText(text)}`;
}

/** For plain tooltips, which have several lines. */
export function tooltipText(text: string): string {
  return visibleText(text, MOST.tooltip);
}

/** For Markdown: every character that Markdown or HTML gives a meaning to is escaped. */
export function markdownText(text: string): string {
  return labelText(text).replace(/[\\`*_{}[\]()#+\-.!|<>&~$:@/]/g, '\\$&');
}

/** What a program prints: its colours stay; sequences that move the cursor, set titles or reach the clipboard do not. */
export function terminalText(text: string): string {
  return text
    .split(COLOUR)
    .map((part, index) => (index % 2 === 1 ? part : visibleText(part)))
    .join('');
}

/** A command line that is typed for the user to confirm: a line end would run it. */
export function typedText(command: string): string {
  return visibleText(command.replace(/[\r\n\t]+/g, ' '));
}

// SGR, the one sequence that only colours (ECMA-48 8.3.117). The brackets keep it in the result of split.
// eslint-disable-next-line no-control-regex
const COLOUR = /(\u001b\[[0-9;]{0,40}m)/;

function withoutIcons(text: string): string {
  return text.replace(/\$(?=\()/g, '$ ');
}
