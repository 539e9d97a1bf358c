import { isTool, toolName, withoutRunner } from './commandWords';
import { type Command, commandsOf } from './shell';

/** Actions whose names say that they build, and that make no distributions of Python. */
const HARMLESS =
  /^(?:actions\/|docker\/|pypa\/gh-action-pypi-publish|rust-build\/|taiki-e\/)|(?:^|[/-])(?:setup|install|cache|attest)/i;

export function isLocalAction(uses: string | undefined): boolean {
  return uses !== undefined && /^(?:\.{1,2}\/|\$\/|docker:)/.test(uses);
}

/** An action that may make, fetch or change distributions: one of the repository, or one whose name says so. */
export function isUnknownAction(uses: string): boolean {
  if (isLocalAction(uses)) return !/(?:^|[/-])(?:setup|install|cache)[^/]*$/i.test(uses);
  return (
    !HARMLESS.test(uses) &&
    /build|wheel|dist\b|pack(?:ag)?|compile|cross|download|maturin/i.test(
      uses.split('@', 1)[0] ?? '',
    )
  );
}

/** Actions that run a script in a container of another system; most use it to test what was built. */
export function isContainerRun(uses: string): boolean {
  return /run-on-arch|docker-run|run-in-docker|vmactions\//i.test(uses);
}

/** Whether commands build, or work on wheels in another way than to install them. */
export function buildsOrChanges(commands: readonly Command[]): boolean {
  return changesFiles(commands, true).length > 0 || commands.some(isBuild);
}

/** Whether a command makes distributions. */
export function isBuild(command: Command): boolean {
  return (
    isTool(command, 'maturin', 'build', 'sdist', 'publish', 'upload') ||
    isTool(command, 'cibuildwheel') ||
    isTool(command, 'build') ||
    isTool(command, 'uv', 'build') ||
    /\bsetup\.py\b/.test(command.words.join(' '))
  );
}

/**
 * The commands that may add, rename or remove distributions in a way that is not read here.
 * @param builds whether a build of the same job is read
 */
export function changesFiles(commands: readonly Command[], builds: boolean): readonly string[] {
  return commands.flatMap(command =>
    mayChange(command, builds) ? [command.words.join(' ').slice(0, 80)] : [],
  );
}

const BUILD_WORDS = /build|wheel|dist|pack|release|publish/i;

function mayChange(command: Command, builds: boolean): boolean {
  const { words } = command;
  const [program = ''] = words;
  const text = words.join(' ');
  const name = program.replace(/^.*\//, '');
  const inner = withoutRunner(words);
  if (
    inner.length < words.length &&
    KNOWN.test(toolName(inner)) &&
    !(inner[0] ?? '').endsWith('.py')
  )
    return changesWheel({ ...command, words: inner });
  if (['docker', 'podman'].includes(name)) return runsContainer(words) && !isTest(words);
  if (isRunner(command, name, text)) return !builds || BUILD_WORDS.test(text);
  if (isScript(words, name, text)) return !builds || BUILD_WORDS.test(text);
  const isOtherBuild =
    (name === 'cargo' && /\b(?:xtask|make|maturin)\b|^cargo run\b/.test(text)) ||
    /\bpip3? wheel\b/.test(text);
  return isOtherBuild || changesWheel(command);
}

/** Programs that are read here, whatever runs them. */
const KNOWN =
  /^(?:twine|pytest|ruff|mypy|abi3audit|check-wheel-contents|auditwheel|coverage|maturin|cibuildwheel|pip3?|wheel|delocate-\w+)$/;

/** Programs that run what is written elsewhere. */
const RUNNERS = ['make', 'just', 'nox', 'tox', 'invoke', 'inv', 'doit', 'task', 'earthly', 'bazel'];

const TASK_RUNNERS = ['hatch', 'pdm', 'poetry', 'pixi', 'rye', 'uv', 'npm', 'yarn', 'pnpm'];

function isRunner(command: Command, name: string, text: string): boolean {
  return (
    RUNNERS.includes(name) ||
    RUNNERS.some(tool => isTool(command, tool)) ||
    (TASK_RUNNERS.includes(name) &&
      command.words[1] === 'run' &&
      /\b(?:build|dist|wheel|package|release)/i.test(text))
  );
}

function isScript(words: readonly string[], name: string, text: string): boolean {
  return (
    /\.(?:sh|ps1|bat)$/.test(words[0] ?? '') ||
    (/^(?:ba|z|da)?sh$|^pwsh$|^source$|^\.$/.test(name) &&
      words.slice(1).some(word => /\.(?:sh|ps1)$/.test(word))) ||
    (/^(?:python[\d.]*|py)$/.test(name) &&
      words.slice(1, 3).some(word => word.endsWith('.py')) &&
      !text.includes('setup.py'))
  );
}

function runsContainer(words: readonly string[]): boolean {
  return words.slice(1, 4).some(word => /^(?:run|build|buildx|exec)$/.test(word));
}

/** Whether a container only runs a script that is there to read, and that leaves distributions as they are. */
function isTest(words: readonly string[]): boolean {
  const at = words.findIndex(
    (word, index) =>
      /^(?:\/\w+)*\/?(?:ba|z|da)?sh$/.test(word) && /^-\w*c$/.test(words[index + 1] ?? ''),
  );
  const script = at === -1 ? undefined : words[at + 2];
  return script !== undefined && !buildsOrChanges(commandsOf(script));
}

function changesWheel(command: Command): boolean {
  const { words } = command;
  const text = words.join(' ');
  const name = (words[0] ?? '').replace(/^.*\//, '');
  if (
    ['auditwheel', 'delvewheel', 'repairwheel', 'delocate-wheel', 'delocate-fuse'].some(
      tool => isTool(command, tool) && !isTool(command, tool, 'show'),
    ) ||
    isTool(command, 'wheel', 'tags', 'pack', 'unpack')
  )
    return true;
  if (/^(?:mv|cp) (?:-\w+ )*\S*\*(?:\.whl|\.tar\.gz)? \S+$/.test(text)) return false;
  if (name === 'gh') return /^gh (?:release|run) download\b/.test(text);
  // The source comes first: an upload leaves the files as they are.
  if (/^(?:aws|gsutil|gcloud)$/.test(name))
    return /^(?:s3|gs):\/\//.test(words.find(word => /[/.]/.test(word)) ?? '');
  return (
    /^(?:mv|rm|cp|ren|del|rename|Move-Item|Copy-Item|Remove-Item|curl|wget|tar|unzip)$/.test(
      name,
    ) && /\.whl|wheelhouse|\bdist\b|target\/wheels/.test(text)
  );
}

/** Whether a command only empties a folder, such as one that a build fills later. */
export function isCleanup({ words }: Command): boolean {
  return words[0] === 'rm' && words.slice(1).every(word => /^(?:-\w+|[\w./-]+)$/.test(word));
}
