import * as vscode from 'vscode';
import { agreement, type Package } from '../../manifests/package';
import type { ReleaseVersion } from '../../versions/releaseVersion';
import { parseReleaseVersion } from '../../versions/releaseVersion';
import { planAndCarryOut } from '../planAndCarryOut';
import { CommandError } from '../errors';
import { pickPackage } from '../pick/pickPackage';
import { pick, type Choice } from '../pick/show';
import type { Services } from '../services';
import { isMismatched } from '../state';
import { spellings } from '../words';

/** *Fix Version Mismatch*: sets every site of a package to one of the versions that stand in them. */
export async function fixVersionMismatch(services: Services, target: unknown): Promise<void> {
  await services.manifests.current();
  const pkg = await pickPackage(services, target, isMismatched).catch((error: unknown) => {
    throw error instanceof CommandError
      ? new CommandError(vscode.l10n.t('All version sites agree.'))
      : error;
  });
  if (pkg === undefined) return;
  const answer = await pick({
    title: vscode.l10n.t('Set every version site of {0} to which version?', pkg.name),
    placeholder: vscode.l10n.t('The versions that stand in its files'),
    items: choices(pkg),
  });
  if (answer.kind !== 'picked') return;
  await planAndCarryOut(
    services,
    await services.sessions.openFiles(pkg),
    answer.value,
    'files',
    true,
  );
}

function choices(pkg: Package): Choice<ReleaseVersion>[] {
  const { current } = agreement(pkg.sites);
  const sites = new Map<string, (typeof pkg.sites)[number][]>();
  for (const site of pkg.sites)
    sites.set(site.written.key, [...(sites.get(site.written.key) ?? []), site]);
  return [...sites]
    .flatMap(([key, group]): (Choice<ReleaseVersion> & { first: boolean })[] => {
      const parsed = parseReleaseVersion(
        group.find(({ spelling }) => spelling === 'semver')?.written.text ??
          group[0]?.written.text ??
          '',
      );
      if (!parsed.ok) return [];
      const files = [...new Set(group.map(({ file }) => vscode.workspace.asRelativePath(file)))];
      return [
        {
          label: `$(versions) ${parsed.version.semver}`,
          description: vscode.l10n.t('stands in {0}', files.join(', ')),
          detail: spellings(parsed.version),
          value: parsed.version,
          first: key === current?.key,
        },
      ];
    })
    .sort((a, b) => Number(b.first) - Number(a.first));
}
