import { readPep440 } from '../versions/pep440';
import { PYPI, type PackageIndex } from './packageIndex';

// PEP 508 "Names"
const NAME = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i;

/**
 * The arguments with which pip installs exactly one version from an index. TestPyPI and other indexes rarely hold the
 * dependencies too, so PyPI is asked beside TestPyPI.
 *
 * @throws Error where the name or the version is none: they would become part of a command line
 */
export function pipInstallArguments(index: PackageIndex, name: string, version: string): string[] {
  const normal = readPep440(version)?.normal;
  if (!NAME.test(name) || normal === undefined || !/^[\w.+]+$/.test(normal))
    throw new Error(`not a project and a version: ${name} ${version}`);
  const where =
    index.id === 'pypi'
      ? []
      : index.id === 'testpypi'
        ? ['--index-url', index.simple, '--extra-index-url', PYPI.simple]
        : ['--index-url', shellSafe(index.simple)];
  return ['install', ...where, `${name}==${normal}`];
}

/** The same as one line that a POSIX shell, PowerShell and cmd.exe all read alike, without quotes. */
export function pipInstallLine(index: PackageIndex, name: string, version: string): string {
  return ['pip', ...pipInstallArguments(index, name, version)].join(' ');
}

/** An address leaves characters as they are that a shell does not. */
function shellSafe(address: string): string {
  return address.replace(
    /[^\w\-.~:/%@+=,[\]]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
