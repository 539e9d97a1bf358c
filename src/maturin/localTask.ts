import * as l10n from '@vscode/l10n';

/** What a task of type `maturin` does. */
export const TASK_COMMANDS = [
  'develop',
  'developRelease',
  'build',
  'buildAll',
  'test',
  'smokeTest',
  'publishTest',
  'publish',
  'checkCrates',
  'publishCrates',
] as const;

export type TaskCommand = (typeof TASK_COMMANDS)[number];

/** A task of type `maturin`, as it is in tasks.json. It never holds a token. */
export interface LocalTask {
  readonly command: TaskCommand;
  /** Name of the package, or path of its manifest or folder; absent where there is only one. */
  readonly package?: string;
  /** Programs that wheels are built for, instead of those that `build` and `buildAll` mean. */
  readonly interpreters?: readonly string[];
  /** Further arguments for `maturin develop` and `maturin build`. */
  readonly args?: readonly string[];
  /** Of `smokeTest`: the version that is installed. */
  readonly version?: string;
  /** Of `smokeTest`: where it is installed from. */
  readonly index?: 'pypi' | 'testpypi';
}

/** Reads a definition; what is of the wrong type is as if it were not there, and without a command it is no task. */
export function readTask(definition: Readonly<Record<string, unknown>>): LocalTask | undefined {
  const command = TASK_COMMANDS.find(known => known === definition['command']);
  if (command === undefined) return undefined;
  const name = text(definition['package']);
  const version = text(definition['version']);
  const interpreters = texts(definition['interpreters']);
  const args = texts(definition['args']);
  const index = (['pypi', 'testpypi'] as const).find(known => known === definition['index']);
  return {
    command,
    ...(name !== undefined && { package: name }),
    ...(interpreters && { interpreters }),
    ...(args && { args }),
    ...(version !== undefined && { version }),
    ...(index !== undefined && { index }),
  };
}

/** The name of a task in lists; the editor puts "maturin: " before it. */
export function taskTitle(command: TaskCommand, name: string): string {
  switch (command) {
    case 'develop':
      return l10n.t('develop {0}', name);
    case 'developRelease':
      return l10n.t('develop --release {0}', name);
    case 'build':
      return l10n.t('build a wheel of {0}', name);
    case 'buildAll':
      return l10n.t('build wheels of {0} for all interpreters', name);
    case 'test':
      return l10n.t('test the wheel of {0} in a fresh venv', name);
    case 'smokeTest':
      return l10n.t('smoke test of {0}', name);
    case 'publishTest':
      return l10n.t('publish {0} to TestPyPI', name);
    case 'publish':
      return l10n.t('publish {0} to PyPI', name);
    case 'checkCrates':
      return l10n.t('check the crates of {0}', name);
    case 'publishCrates':
      return l10n.t('publish the crates of {0}', name);
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every(item => typeof item === 'string')
    ? value
    : undefined;
}
