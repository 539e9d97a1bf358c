import * as path from 'node:path';
import { missingTools, ToolsMissing } from '../../../maturin/missing';
import { offerInstall } from '../../local/offerInstall';
import { toolsAround } from '../../local/toolsAround';
import type { Services } from '../../services';
import { actionOf, type SetupTarget } from '../../view/setup/setupItemNode';

/** *Install…*: offers what installs a program that is missing on this computer. */
export async function installTool({ store, setup }: Services, target: unknown): Promise<void> {
  const action = actionOf(target, 'install');
  if (action === undefined) return;
  const { pkg } = target as SetupTarget;
  const folder = path.dirname(pkg.manifest);
  const missing = missingTools(
    [action.need],
    await toolsAround(folder, store.value.setups.get(pkg.manifest)?.root ?? folder),
    process.platform,
  );
  if (missing.length === 0) await setup.lookAtFiles();
  else await offerInstall(new ToolsMissing(missing), folder);
}
