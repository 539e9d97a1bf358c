/** A word of a command line as the shell of a platform reads it back: `/bin/sh`, or `cmd.exe` on Windows. */
export function shellText(text: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return /^[\w.:\\/-]+$/.test(text) ? text : `"${text}"`;
  return /^[\w./-]+$/.test(text) ? text : `"${text.replace(/[\\"$`]/g, '\\$&')}"`;
}
