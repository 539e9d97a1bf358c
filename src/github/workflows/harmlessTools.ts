/** Uploading commands in one word: the text of a command that a tool runs. */
const COMMAND_TEXT =
  /\b(?:twine|maturin|uv|poetry|hatch|pdm|rye|flit|cargo|npm|gh|git|docker)\s[^\n]{0,80}\b(?:upload|publish|push|release)\b/;

/** Tools that only show their arguments. */
const SHOWING = new Set(
  'echo printf write-host write-output grep egrep fgrep ggrep test [ [[ cat : true let read for case export sed gsed'.split(
    ' ',
  ),
);

/** Options of harmless tools that name a program to run. */
const RUNNING: Readonly<Record<string, RegExp>> = {
  tar: /^(?:--(?:to-command|use-compress-program|checkpoint-action|rsh-command|info-script|new-volume-script)|-I)/,
  gtar: /^(?:--(?:to-command|use-compress-program|checkpoint-action|rsh-command|info-script|new-volume-script)|-I)/,
  bsdtar: /^--use-compress-program/,
  split: /^--filter/,
  sort: /^--compress-program/,
  zip: /^(?:-\w*TT|--unzip-command)/,
  install: /^--strip-program/,
  readarray: /^-C/,
  hash: /^-p/,
  'apt-get': /^(?:-o|-c|--config-file|--option|\.)/,
  apt: /^(?:-o|-c|--config-file|--option|\.)/,
  dpkg: /^(?:-i|--install)$/,
  rpm: /^(?:-i|-U|--install|--eval|-E)/,
};

/** Whether a tool that otherwise reads and writes files runs one of its arguments. */
export function runsArgument(name: string, words: readonly string[]): boolean {
  const args = words.slice(1);
  const running = Object.hasOwn(RUNNING, name) ? RUNNING[name] : undefined;
  if (running !== undefined && args.some(word => running.test(word))) return true;
  if (/^(?:awk|gawk|mawk)$/.test(name) && args.some(isRunningAwk)) return true;
  if (/^g?sed$/.test(name)) return args.some(isRunningSed);
  return !SHOWING.has(name) && args.some(word => COMMAND_TEXT.test(word));
}

function isRunningAwk(word: string): boolean {
  return /\bsystem\s{0,8}\(|\|\s{0,8}(?:getline|"|&)|"\s{0,8}\||^-(?:f|i|l|-file|-include|-load)/.test(
    word,
  );
}

/** GNU sed runs a program by the command `e` and the flag `e` of a substitution (sed(1), "e"). */
function isRunningSed(script: string): boolean {
  if (/^(?:-f|--file)/.test(script)) return true;
  return script.split(/[;\n]/).some(part => {
    const command = part.trim().replace(/^[\d$,]{1,20}/, '');
    if (/^e(?:\s|$)/.test(command)) return true;
    const limit = command.charAt(1);
    const flags = command.slice(command.lastIndexOf(limit) + 1);
    return (
      command.startsWith('s') &&
      /^[^\w\s]$/.test(limit) &&
      /^[a-z0-9]*$/i.test(flags) &&
      flags.includes('e')
    );
  });
}
