import { UserFacingError } from '../base/errors';
import * as l10n from '@vscode/l10n';
import type { Tools } from './tools';

/** What a command cannot do without. `venv` is the virtual environment that `maturin develop` installs into. */
export type Need = 'maturin' | 'cargo' | 'python' | 'venv';

/** A need that is not met, and what meets it here. */
export interface Missing {
  readonly need: Need | 'pytest';
  /** What is missing, as a sentence. */
  readonly message: string;
  /** A command line for a terminal; absent where only a page helps. */
  readonly install?: string;
  /** Where people find how to install it. */
  readonly page: string;
}

/** Programs that a command needs were not found. */
export class ToolsMissing extends UserFacingError<'toolsMissing'> {
  override readonly name = 'ToolsMissing';

  /** @param missing at least one */
  constructor(readonly missing: readonly Missing[]) {
    super(
      'toolsMissing',
      missing.map(({ message }) => message).join(' '),
      missing
        .map(({ install, page }) =>
          install === undefined ? l10n.t('See {0}', page) : l10n.t('Install with: {0}', install),
        )
        .join('\n'),
    );
  }
}

/** Compares what is needed with what was found, in the order in which it is to be installed. */
export function missingTools(
  needs: readonly Need[],
  tools: Tools,
  platform: NodeJS.Platform,
): Missing[] {
  const missing: Missing[] = [];
  if (needs.includes('cargo') && tools.cargo === undefined) missing.push(cargoMissing(tools));
  if (needs.includes('python') && tools.python === undefined) missing.push(pythonMissing(tools));
  if (needs.includes('venv') && tools.venv === undefined)
    missing.push(venvMissing(tools, platform));
  if (needs.includes('maturin') && tools.maturin === undefined)
    missing.push(maturinMissing(tools, platform));
  return missing;
}

function cargoMissing({ rustup }: Tools): Missing {
  return {
    need: 'cargo',
    message: l10n.t('cargo was not found on PATH, and with it Rust.'),
    ...(rustup !== undefined && { install: 'rustup default stable' }),
    page: 'https://rustup.rs/',
  };
}

function pythonMissing({ uv }: Tools): Missing {
  return {
    need: 'python',
    message: l10n.t('Python was found neither in a .venv of this workspace nor on PATH.'),
    ...(uv !== undefined && { install: 'uv python install --default' }),
    page: 'https://www.python.org/downloads/',
  };
}

function venvMissing({ uv, python }: Tools, platform: NodeJS.Platform): Missing {
  const install =
    uv !== undefined
      ? 'uv venv'
      : python !== undefined
        ? `${started(python, platform)} -m venv .venv`
        : undefined;
  return {
    need: 'venv',
    message: l10n.t(
      'There is no virtual environment to install into: no .venv in the folder of the package or above it.',
    ),
    ...(install !== undefined && { install }),
    page: 'https://docs.python.org/3/library/venv.html',
  };
}

function maturinMissing({ uv, pipx, python }: Tools, platform: NodeJS.Platform): Missing {
  // pip comes last: it refuses to install beside a system's own packages (PEP 668), which the other two never touch.
  const install =
    uv !== undefined
      ? 'uv tool install maturin'
      : pipx !== undefined
        ? 'pipx install maturin'
        : python !== undefined
          ? `${started(python, platform)} -m pip install maturin`
          : undefined;
  return {
    need: 'maturin',
    message: l10n.t('maturin was found neither in a .venv of this workspace nor on PATH.'),
    ...(install !== undefined && { install }),
    page: 'https://www.maturin.rs/installation.html',
  };
}

/** Python is there, and has no pytest. Only Python can say: pytest is no program that {@link missingTools} looks for. */
export function pytestMissing({ uv, python, venv }: Tools, platform: NodeJS.Platform): Missing {
  const install =
    venv?.isUv === true && uv !== undefined
      ? 'uv pip install pytest'
      : python === undefined
        ? undefined
        : `${started(python, platform)} -m pip install pytest`;
  return {
    need: 'pytest',
    message: l10n.t('{0} has no pytest.', python ?? 'Python'),
    ...(install !== undefined && { install }),
    page: 'https://docs.pytest.org/en/stable/getting-started.html',
  };
}

/** A program at the start of a line for the terminal of the platform: PowerShell calls a quoted path with "&" only. */
function started(program: string, platform: NodeJS.Platform): string {
  if (platform === 'win32')
    return /^[\w:\\.-]+$/.test(program) ? program : `& '${program.replaceAll("'", "''")}'`;
  return /^[\w/.-]+$/.test(program) ? program : `'${program.replaceAll("'", "'\\''")}'`;
}
