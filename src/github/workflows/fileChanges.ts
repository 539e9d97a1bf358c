import { isTool } from './commandWords';
import { commandsOf } from './shell';

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

/** Whether a script builds, or works on wheels in another way than to install them. */
export function buildsOrChanges(script: string): boolean {
  return (
    changesFiles(script, true).length > 0 ||
    commandsOf(script).some(
      command =>
        isTool(command, 'maturin', 'build', 'sdist', 'publish', 'upload') ||
        isTool(command, 'cibuildwheel') ||
        isTool(command, 'build') ||
        isTool(command, 'uv', 'build') ||
        /\bsetup\.py\b/.test(command.words.join(' ')),
    )
  );
}

/** Programs that run what is written elsewhere. */
const RUNNERS = ['make', 'just', 'nox', 'tox', 'invoke', 'inv', 'doit', 'task', 'earthly', 'bazel'];

/** The commands of a script that may add, rename or remove distributions in a way that is not read here. */
export function changesFiles(script: string, builds: boolean): readonly string[] {
  return commandsOf(script).flatMap(command => {
    const { words } = command;
    const [program = ''] = words;
    const text = words.join(' ');
    const name = program.replace(/^.*\//, '');
    const isRunner =
      RUNNERS.includes(name) ||
      RUNNERS.some(tool => isTool(command, tool)) ||
      (['docker', 'podman'].includes(name) && /\b(?:run|build|buildx|exec)\b/.test(text)) ||
      (['hatch', 'pdm', 'poetry', 'pixi', 'rye', 'uv', 'npm', 'yarn', 'pnpm'].includes(name) &&
        words[1] === 'run' &&
        /\b(?:build|dist|wheel|package|release)/i.test(text));
    const isScript =
      /\.(?:sh|ps1|bat)$/.test(program) ||
      (/^(?:ba|z|da)?sh$|^pwsh$|^source$|^\.$/.test(name) &&
        words.slice(1).some(word => /\.(?:sh|ps1)$/.test(word))) ||
      (/^(?:python[\d.]*|py)$/.test(name) &&
        words.slice(1, 3).some(word => word.endsWith('.py')) &&
        !text.includes('setup.py'));
    const isBuild =
      /^(?:cargo)$/.test(name) && /\b(?:xtask|make|maturin)\b|^cargo run\b/.test(text);
    const isPip = /\bpip3? wheel\b/.test(text);
    const changesWheel =
      ['auditwheel', 'delvewheel', 'repairwheel', 'delocate-wheel', 'delocate-fuse'].some(
        tool => isTool(command, tool) && !isTool(command, tool, 'show'),
      ) ||
      isTool(command, 'wheel', 'tags', 'pack', 'unpack') ||
      (!/^(?:mv|cp) (?:-\w+ )*\S*\*(?:\.whl|\.tar\.gz)? \S+$/.test(text) &&
        /^(?:mv|rm|cp|ren|del|rename|Move-Item|Copy-Item|Remove-Item|curl|wget|gh|aws|gsutil|tar|unzip)$/.test(
          name,
        ) &&
        /\.whl|wheelhouse|\bdist\b|target\/wheels|release download|run download/.test(text));
    const isWeak = isScript && builds && !/build|wheel|dist|pack|release|publish/i.test(text);
    return (isRunner && !(builds && !/build|wheel|dist|pack|release|publish|sdist/i.test(text))) ||
      (isScript && !isWeak) ||
      isBuild ||
      isPip ||
      changesWheel
      ? [text.slice(0, 80)]
      : [];
  });
}
