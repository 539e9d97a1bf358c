import * as path from 'node:path';

/** A path with `/` between its parts, as git, Cargo and GitHub write it on every system. */
export function withSlashes(file: string): string {
  return file.split(path.sep).join('/');
}

/** `file` relative to `folder`, with `/` between the parts; starts with `..` where it is outside. */
export function relativePath(folder: string, file: string): string {
  return withSlashes(path.relative(folder, file));
}

/** Whether `file` is `folder` itself or is inside it. Both absolute; symbolic links are not followed. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** A name for a file that is written beside `target` and renamed over it. {@link isTemporaryOf} recognises it. */
export function temporaryName(target: string): string {
  return `${target}.${crypto.randomUUID()}.tmp`;
}

/** Whether a name is a {@link temporaryName} of the file with the name `target`, both without folder. */
export function isTemporaryOf(target: string, name: string): boolean {
  return (
    name.startsWith(`${target}.`) &&
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/.test(name.slice(target.length + 1))
  );
}
