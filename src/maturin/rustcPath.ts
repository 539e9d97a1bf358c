import * as path from 'node:path';

/** `  --> src/lib.rs:3:20`, between the escape sequences that colour it. */
const PLACE =
  // eslint-disable-next-line no-control-regex -- terminals are coloured by control characters
  /^((?:\s|\u001b\[[\d;]*m)*-->(?:\s|\u001b\[[\d;]*m)+)([^\u001b]+?)(:\d+:\d+(?:\s|\u001b\[[\d;]*m)*)$/;

/**
 * Makes the file that rustc names in a line absolute. Cargo runs rustc in the root of the Cargo workspace, which need not
 * be the folder that is opened, and the editor would look in the wrong place.
 *
 * @param root the folder from which rustc names files
 */
export function absoluteRustcPath(line: string, root: string): string {
  return line.replace(PLACE, (whole, before: string, file: string, after: string) =>
    file.startsWith('<') ? whole : before + path.resolve(root, file) + after,
  );
}
