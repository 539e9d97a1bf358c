import { zip } from '../zip';
import type { Run } from './run';

export interface Artifact {
  readonly id: number;
  readonly run: Run;
  readonly name: string;
  readonly archive: Buffer;
  readonly createdAt: number;
  expired: boolean;
}

/** A wheel with the least that an installer looks for. */
export function smallWheel(fileName: string): Buffer {
  const [distribution = 'package', version = '0', python = 'py3', abi = 'none', platform = 'any'] =
    fileName.replace(/\.whl$/, '').split('-');
  const info = `${distribution}-${version}.dist-info`;
  return zip({
    [`${distribution}/__init__.py`]: `__version__ = "${version}"\n`,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${distribution}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: ${python}-${abi}-${platform}\n`,
    [`${info}/RECORD`]: `${distribution}/__init__.py,,\n${info}/METADATA,,\n${info}/WHEEL,,\n${info}/RECORD,,\n`,
  });
}
