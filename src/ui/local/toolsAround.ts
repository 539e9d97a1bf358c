import { findTools, type Tools } from '../../maturin/tools';
import { findGitRoot } from '../../manifests/scanRoot';

/** The programs that a package finds on this computer. @param top of the folders whose `.venv` may be the package's, where it is in no repository */
export async function toolsAround(dir: string, top: string): Promise<Tools> {
  const { PATH = '', VIRTUAL_ENV } = process.env;
  return await findTools({
    path: PATH,
    platform: process.platform,
    dir,
    top: (await findGitRoot(dir)) ?? top,
    ...(VIRTUAL_ENV !== undefined && { active: VIRTUAL_ENV }),
  });
}
