import type { Package } from '../../../manifests/package';
import { pickPackage } from '../../pick/pickPackage';
import type { Services } from '../../services';

/** The package that is built on this computer: one with a crate and a Python project. */
export async function pickBuilt(services: Services, target: unknown): Promise<Package | undefined> {
  return await pickPackage(services, target, ({ python, crate }) => python && crate !== undefined);
}
